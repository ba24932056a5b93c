/** Addresses of our own pages. Those of a conversation can't be guessed, and carry a signature. */
export interface Links {
  /** The page of one version. */
  versionPage(projectId: string, version: number): string
  /** A picture of it by its name (`#src/domain/preview/picture-name.ts`), as PNG. */
  picture(projectId: string, version: number, name: string): string
  /** All that was checked of it, as JSON. */
  checkReport(projectId: string, version: number): string
  /** What one turn is doing, or did. */
  turnPage(projectId: string, number: number): string
  /** All conversations of a repository, for those who may read it. */
  repositoryPage(repository: { owner: string; name: string }): string
  /** True where the signature is the one of that version's addresses. */
  verify(projectId: string, version: number, signature: string): boolean
  /** The same of a turn's. */
  verifyTurn(projectId: string, number: number, signature: string): boolean
}
