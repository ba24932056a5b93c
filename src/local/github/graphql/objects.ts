import type { Hub } from '../hub.ts'
import type { Commit } from '../git/commits.ts'
import { nodeId, pageUrl } from '../payloads/links.ts'
import type { Repository } from '../store/repositories.ts'
import type { FoundPull } from '../services/pulls.ts'

export function commitObject(hub: Hub, repository: Repository, commit: Commit) {
  const url = pageUrl(hub, repository, `/commit/${commit.sha}`)
  const [headline = '', ...rest] = commit.message.split('\n')
  return {
    __typename: 'Commit',
    id: nodeId('Commit', commit.sha),
    oid: commit.sha,
    abbreviatedOid: commit.sha.slice(0, 7),
    url,
    commitUrl: url,
    message: commit.message,
    messageHeadline: headline,
    messageBody: rest.join('\n').trim(),
    committedDate: commit.committer.date,
    authoredDate: commit.author.date,
  }
}

export function refObject(repository: Repository, ref: string, commit: ReturnType<typeof commitObject>) {
  return {
    __typename: 'Ref',
    id: nodeId('Ref', `${repository.row.id}:${ref}`),
    name: ref.replace(/^refs\/(?:heads|tags)\//, ''),
    prefix: ref.startsWith('refs/tags/') ? 'refs/tags/' : 'refs/heads/',
    target: commit,
  }
}

export function pullObject(hub: Hub, repository: Repository, { issue, pull }: FoundPull) {
  return {
    __typename: 'PullRequest',
    id: nodeId('PullRequest', pull.id),
    number: issue.number,
    title: issue.title,
    isDraft: pull.draft,
    url: pageUrl(hub, repository, `/pull/${issue.number}`),
  }
}

export function repositoryObject(hub: Hub, repository: Repository) {
  return {
    __typename: 'Repository',
    id: nodeId('Repository', repository.row.id),
    databaseId: repository.row.id,
    name: repository.row.name,
    nameWithOwner: repository.fullName,
    isPrivate: repository.row.private,
    url: pageUrl(hub, repository),
  }
}
