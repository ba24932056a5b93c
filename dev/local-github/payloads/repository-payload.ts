import type { Hub } from '../hub.ts'
import { countRow, type Role } from '../store/row-types.ts'
import type { Repository } from '../store/repository-rows.ts'
import { nodeId, pageUrl, repositoryApiUrl } from './payload-links.ts'
import { userPayload } from './user-payload.ts'

/** The links of a repository and their paths below its API URL. */
const LINKS = {
  archive: '/{archive_format}{/ref}',
  assignees: '/assignees{/user}',
  blobs: '/git/blobs{/sha}',
  branches: '/branches{/branch}',
  collaborators: '/collaborators{/collaborator}',
  comments: '/comments{/number}',
  commits: '/commits{/sha}',
  compare: '/compare/{base}...{head}',
  contents: '/contents/{+path}',
  contributors: '/contributors',
  deployments: '/deployments',
  downloads: '/downloads',
  events: '/events',
  forks: '/forks',
  git_commits: '/git/commits{/sha}',
  git_refs: '/git/refs{/sha}',
  git_tags: '/git/tags{/sha}',
  hooks: '/hooks',
  issue_comment: '/issues/comments{/number}',
  issue_events: '/issues/events{/number}',
  issues: '/issues{/number}',
  keys: '/keys{/key_id}',
  labels: '/labels{/name}',
  languages: '/languages',
  merges: '/merges',
  milestones: '/milestones{/number}',
  notifications: '/notifications{?since,all,participating}',
  pulls: '/pulls{/number}',
  releases: '/releases{/id}',
  stargazers: '/stargazers',
  statuses: '/statuses/{sha}',
  subscribers: '/subscribers',
  subscription: '/subscription',
  tags: '/tags',
  teams: '/teams',
  trees: '/git/trees{/sha}',
}

/** A repository in responses and webhooks. */
export function repositoryPayload(hub: Hub, repository: Repository) {
  const { row, owner } = repository
  const url = repositoryApiUrl(hub, repository)
  const page = pageUrl(hub, repository)
  const links = Object.fromEntries(Object.entries(LINKS).map(([name, path]) => [`${name}_url`, url + path]))
  const openIssues = hub.store.one(
    countRow,
    "SELECT count(*) AS count FROM issues WHERE repository_id = ? AND state = 'open'",
    row.id,
  ).count
  return {
    id: row.id,
    node_id: nodeId('Repository', row.id),
    name: row.name,
    full_name: repository.fullName,
    private: row.private,
    owner: userPayload(hub, owner),
    html_url: page,
    description: row.description,
    fork: false,
    url,
    ...links,
    created_at: row.created_at,
    updated_at: row.updated_at,
    pushed_at: row.pushed_at,
    git_url: `git://${new URL(page).host}/${repository.fullName}.git`,
    ssh_url: `git@${new URL(page).hostname}:${repository.fullName}.git`,
    clone_url: `${page}.git`,
    svn_url: page,
    homepage: null,
    size: 0,
    stargazers_count: 0,
    watchers_count: 0,
    language: null,
    has_issues: true,
    has_projects: false,
    has_downloads: false,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    forks_count: 0,
    mirror_url: null,
    archived: false,
    disabled: false,
    open_issues_count: openIssues,
    license: null,
    allow_forking: false,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: row.private ? 'private' : 'public',
    forks: 0,
    open_issues: openIssues,
    watchers: 0,
    default_branch: row.default_branch,
    custom_properties: {},
  }
}

/** The response of `GET /repos/{owner}/{repo}`. */
export function fullRepositoryPayload(hub: Hub, repository: Repository, role: Role | null) {
  const write = role === 'admin' || role === 'write'
  const organization = repository.owner.type === 'Organization' ? { organization: userPayload(hub, repository.owner) } : {}
  return {
    ...repositoryPayload(hub, repository),
    ...organization,
    permissions: { admin: role === 'admin', maintain: role === 'admin', push: write, triage: write, pull: true },
    allow_merge_commit: true,
    allow_squash_merge: false,
    allow_rebase_merge: false,
    allow_auto_merge: false,
    delete_branch_on_merge: false,
    network_count: 0,
    subscribers_count: 0,
  }
}
