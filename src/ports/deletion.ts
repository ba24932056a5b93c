/** Deletes projects and the artifacts that nothing refers to any more. Every write is idempotent. Throws only `Failure` ('database-busy', 'unexpected'). */
export interface Deletion {
  /** Artifacts of the project that refer to other artifacts: its turns' first messages and staged changes. */
  nestingArtifacts(projectId: string): Promise<string[]>
  /** Deletes all rows of the project except the ledger's, and marks its artifacts and those of `more` for deletion. */
  deleteProject(projectId: string, more: readonly string[]): Promise<void>
  /** Artifacts marked for deletion before that time that no row refers to, at most `limit`. Unmarks those that a row refers to. */
  unusedArtifacts(before: Date, limit: number): Promise<string[]>
  forgetArtifacts(keys: readonly string[]): Promise<void>
}
