import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { TurnBase, VersionRecord } from '#src/domain/projects/records.ts'

/** `restores`: the version that it restored. */
type PublishedVersion = Pick<VersionRecord, 'number' | 'summary' | 'commitSha' | 'draft'> & {
  publishedAt: Date
  author: string
  restores: number | null
}

/** What one version changed, and what its turn started from. */
type Revision = Pick<VersionRecord, 'number' | 'summary' | 'files'> & { base: Pick<TurnBase, 'sha' | 'tree'> }

export type PublishedFragment = { type: 'CODE' | 'TEXT' | 'COMMAND' | 'IMAGE'; content: string; metadata: Record<string, string | number> }

/** Versions that turns prepare and publish. Every write is idempotent. Throws only `Failure` ('database-busy', 'unexpected'). */
export interface Versions {
  /** Stores a version as PREPARED; replaces an earlier PREPARED one of the same turn. */
  prepareVersion(version: Omit<VersionRecord, 'id' | 'number' | 'state' | 'commitSha' | 'rechecks'>): Promise<VersionRecord>
  versionOfTurn(turnId: string): Promise<VersionRecord | null>
  /** In one transaction: Version PUBLISHED, ASSISTANT message and fragments, turn and project states. */
  publish(turnId: string, published: { commitSha: string; fragments: PublishedFragment[]; partial: boolean }): Promise<void>
  /** The turns of published versions whose checks are due to run again, the longest due first, with their projects. */
  dueRechecks(now: Date, limit: number): Promise<{ turnId: string; project: ProjectAddress }[]>
  /** Stores the result of running the checks of a published version again. `pictures`: those that it did not have. */
  keepRecheck(turnId: string, recheck: Pick<VersionRecord, 'checks' | 'draft' | 'pictures' | 'recheckAt' | 'rechecks'>): Promise<void>
  /** The published versions, newest first, at most `limit`. */
  publishedVersions(projectId: string, limit: number): Promise<PublishedVersion[]>
  /** What each published version changed, newest first, at most `limit`. */
  revisions(projectId: string, limit: number): Promise<Revision[]>
  /** The published version before version `number`, with the names of its pictures; `null` if there is none, or its links are revoked. */
  picturesBefore(projectId: string, number: number): Promise<{ version: number; names: string[] } | null>
  /** The source of a version's preview page. */
  previewSource(projectId: string, version: number): Promise<string | null>
  /** Revokes the links of everything that the project had published by `at`. */
  revokeLinks(projectId: string, at: Date): Promise<void>
  /**
   * Reduces the previews of projects that ended before that time to their pictures: marks their builds for deletion. At most `limit`;
   * returns how many.
   */
  reducePreviews(endedBefore: Date, limit: number): Promise<number>
}
