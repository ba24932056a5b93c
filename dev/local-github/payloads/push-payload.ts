import type { Hub } from '../hub.ts'
import { changedPaths, type ChangedPaths } from '../git/changed-paths.ts'
import { listCommits, readCommit, type Commit, type Signature } from '../git/git-commits.ts'
import { isAncestor, readRef, ZERO_SHA } from '../git/revisions.ts'
import { repositoryById, type Repository } from '../store/repository-rows.ts'
import { pageUrl } from './payload-links.ts'
import { userByEmail } from './commit-payload.ts'
import { repositoryPayload } from './repository-payload.ts'
import { userPayload } from './user-payload.ts'

export type RefChange = { ref: string; before: string; after: string }

/** GitHub's limit of commits in one push event. */
const MAX_COMMITS = 2_048

function personPayload(hub: Hub, signature: Signature) {
  const user = userByEmail(hub, signature.email)
  return { name: signature.name, email: signature.email, ...(user === undefined ? {} : { username: user.login }) }
}

function pushedCommit(hub: Hub, repository: Repository, commit: Commit, paths: ChangedPaths | undefined) {
  return {
    id: commit.sha,
    tree_id: commit.tree,
    distinct: true,
    message: commit.message,
    timestamp: commit.committer.date,
    url: pageUrl(hub, repository, `/commit/${commit.sha}`),
    author: personPayload(hub, commit.author),
    committer: personPayload(hub, commit.committer),
    added: paths?.added ?? [],
    removed: paths?.removed ?? [],
    modified: paths?.modified ?? [],
  }
}

/** The commits that a push added: since the branch's previous head, or for a new branch since the default branch. */
async function pushedRange(repository: Repository, change: RefChange): Promise<string | null> {
  if (change.after === ZERO_SHA) return null
  if (change.before !== ZERO_SHA) return `${change.before}..${change.after}`
  const main = await readRef(repository.gitPath, `refs/heads/${repository.row.default_branch}`)
  return main === null ? change.after : `${main}..${change.after}`
}

/** In this event only, the repository's dates are numbers of seconds. */
export async function pushPayload(hub: Hub, repository: Repository, change: RefChange, pusher: string) {
  const { gitPath } = repository
  const range = await pushedRange(repository, change)
  const commits = range === null ? [] : await listCommits(gitPath, range, { limit: MAX_COMMITS, oldestFirst: true })
  const paths = range === null ? new Map<string, ChangedPaths>() : await changedPaths(gitPath, range, MAX_COMMITS)
  const created = change.before === ZERO_SHA
  const deleted = change.after === ZERO_SHA
  const head = deleted ? null : await readCommit(gitPath, change.after)
  const headPaths = head === null ? undefined : (paths.get(head.sha) ?? (await changedPaths(gitPath, head.sha, 1)).get(head.sha))
  const payload = repositoryPayload(hub, repositoryById(hub, repository.row.id))
  const seconds = (timestamp: string) => Math.floor(Date.parse(timestamp) / 1_000)
  return {
    ref: change.ref,
    before: change.before,
    after: change.after,
    repository: {
      ...payload,
      url: payload.html_url,
      owner: { ...userPayload(hub, repository.owner), name: repository.owner.login, email: null },
      created_at: seconds(payload.created_at),
      pushed_at: seconds(payload.pushed_at),
      stargazers: 0,
      master_branch: payload.default_branch,
    },
    pusher: { name: pusher, email: null },
    created,
    deleted,
    forced: !created && !deleted && !(await isAncestor(gitPath, change.before, change.after)),
    base_ref: null,
    compare: pageUrl(
      hub,
      repository,
      created || deleted
        ? `/commit/${created ? change.after : change.before}`
        : `/compare/${change.before.slice(0, 12)}...${change.after.slice(0, 12)}`,
    ),
    commits: commits.map((commit) => pushedCommit(hub, repository, commit, paths.get(commit.sha))),
    head_commit: head === null ? null : pushedCommit(hub, repository, head, headPaths),
  }
}
