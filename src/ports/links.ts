/** URLs of our own pages. Those of a project can't be guessed and carry a signature. */
export interface Links {
  /** The page of one version. */
  versionPage(projectId: string, version: number): string
  /** A picture of the version by its name (`#src/domain/preview/picture-name.ts`), as PNG. */
  picture(projectId: string, version: number, name: string): string
  /** The check report of the version, as JSON. */
  checkReport(projectId: string, version: number): string
  /** The page that shows what a turn is doing or did. */
  turnPage(projectId: string, number: number): string
  /** The page with all projects of a repository, for people who can read it. */
  repositoryPage(repository: { owner: string; name: string }): string
  /** True if the signature belongs to that version. */
  verify(projectId: string, version: number, signature: string): boolean
  /** True if the signature belongs to that turn. */
  verifyTurn(projectId: string, number: number, signature: string): boolean
}
