import type { Hub } from '../hub.ts'
import type { Commit } from '../git/git-commits.ts'
import { nodeId, pageUrl } from '../payloads/payload-links.ts'
import type { Repository } from '../store/repository-rows.ts'
import type { FoundPull } from '../services/pull-service.ts'

export function commitObject(hub: Hub, repository: Repository, commit: Commit) {
  return {
    id: nodeId('Commit', commit.sha),
    oid: commit.sha,
    url: pageUrl(hub, repository, `/commit/${commit.sha}`),
    message: commit.message,
    committedDate: commit.committer.date,
  }
}

export function pullObject(hub: Hub, repository: Repository, { issue, pull }: FoundPull) {
  return {
    id: nodeId('PullRequest', pull.id),
    number: issue.number,
    isDraft: pull.draft,
    url: pageUrl(hub, repository, `/pull/${issue.number}`),
  }
}
