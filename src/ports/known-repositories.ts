/** KnownRepositories and installations, as GitHub events change them. Every write is idempotent. Throws only `Failure` ('database-busy', 'unexpected'). */
export interface KnownRepositories {
  /** Changes the name or owner of the repository. */
  renameRepository(repository: { repositoryId: number; owner: string; name: string }): Promise<void>
  setSuspended(installationId: number, isSuspended: boolean): Promise<void>
}
