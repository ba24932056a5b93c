import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { ProjectRecord } from '#src/domain/projects/records.ts'

/** Projects. Every write is idempotent. Throws only `Failure` ('database-busy', 'unexpected'). */
export interface Projects {
  /** The issue's newest project. */
  latestOfIssue(repositoryId: number, issue: number): Promise<ProjectRecord | null>
  /** The issue's project with that ordinal. */
  byOrdinal(repositoryId: number, issue: number, ordinal: number): Promise<ProjectRecord | null>
  byPullRequest(repositoryId: number, pullRequest: number): Promise<ProjectRecord | null>
  byBranch(repositoryId: number, branch: string): Promise<ProjectRecord | null>
  /** Projects with a running turn. */
  running(where: { repositoryIds: readonly number[] } | { installationId: number }): Promise<ProjectAddress[]>
  setPullRequest(projectId: string, pullRequest: number): Promise<void>
  /** Ends the project after its pull request was merged or closed. */
  endProject(project: ProjectAddress, end: { merged: boolean }): Promise<void>
  /** Reopens the project after its pull request was reopened. */
  reopenProject(project: ProjectAddress): Promise<void>
}
