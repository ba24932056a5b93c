import type { RepositoryRef } from '../commands/command-message.ts'

/** What GitHub tells that is no command, and that conversations have to know of. */
export type GitHubEvent =
  /** Deleted, or transferred to another repository. */
  | { about: 'issue-gone'; repositoryId: number; issue: number }
  /** It has another name, or another owner. */
  | { about: 'repository-renamed'; repositoryId: number; owner: string; name: string }
  /** Ollio may not write to them any more: archived, deleted, or taken from the installation. */
  | { about: 'repositories-gone'; repositoryIds: number[] }
  | { about: 'installation-suspended' | 'installation-restored'; installationId: number }
  /** A pull request has another head than before: it may change our configuration. */
  | { about: 'pull-request-changed'; repository: RepositoryRef; number: number; headSha: string }
  /** A check of somebody else's failed for a commit of a branch of ours. */
  | { about: 'check-failed'; repository: RepositoryRef; headSha: string }

/** Repositories that one notice names at most; GitHub tells more of them in further ones. */
export const REPOSITORIES_PER_EVENT = 500
