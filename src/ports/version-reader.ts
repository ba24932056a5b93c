import type { CheckReport } from '#src/domain/check-report.ts'
import type { CheckLine, Receipt } from '#src/domain/records.ts'

/** Everything that the page of one version shows. */
export type VersionPage = {
  projectName: string
  /** owner/name */
  repository: string
  pullRequest: number | null
  version: number
  versions: number[]
  prompt: string
  summary: string
  publishedAt: Date
  previewPath: string
  files: { path: string; content: string }[]
  checks: CheckLine[]
  /** Names of its pictures, by width. */
  pictures: string[]
  receipt: Receipt
}

export type StoredFile = { artifact: string; contentType: string }

/** What the pages read. `null` for what isn't there, or isn't published. */
export interface VersionReader {
  versionPage(projectId: string, version: number): Promise<VersionPage | null>
  picture(projectId: string, version: number, name: string): Promise<StoredFile | null>
  checkReport(projectId: string, version: number): Promise<CheckReport | null>
  /** One file of the static build below `previewPath`. */
  previewFile(previewPath: string, path: string): Promise<StoredFile | null>
}
