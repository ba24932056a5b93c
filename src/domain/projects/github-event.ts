import type { RepositoryRef } from '../commands/command-message.ts'

/** An event that GitHub sends by webhook, that is not a command and that affects projects. */
export type GitHubEvent =
  /** The issue was deleted or transferred to another repository. */
  | { about: 'issue-gone'; repositoryId: number; issue: number }
  /** The repository has a new name or owner. */
  | { about: 'repository-renamed'; repositoryId: number; owner: string; name: string }
  /** Ollio can no longer write to these repositories: they were archived, deleted or removed from the installation. */
  | { about: 'repositories-gone'; repositoryIds: number[] }
  | { about: 'installation-suspended' | 'installation-restored'; installationId: number }
  /** A pull request has a new head commit, which may change the Ollio configuration. */
  | { about: 'pull-request-changed'; repository: RepositoryRef; number: number; headSha: string }
  /** Another app's check failed on a commit of an Ollio branch. */
  | { about: 'check-failed'; repository: RepositoryRef; headSha: string }

/** The most repositories that one event lists. GitHub sends more events for the rest. */
export const REPOSITORIES_PER_EVENT = 500
