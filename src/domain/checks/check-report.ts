import type { CheckLine, Changes } from '../projects/records.ts'

/** The complete check results of one published version, for download. */
export type CheckReport = {
  /** owner/name */
  repository: string
  pullRequest: number | null
  /** The checked commit: its tree was checked before the commit was made. */
  commit: string
  version: number
  publishedAt: string
  /** True if a check failed or a limit was reached. */
  draft: boolean
  checks: CheckLine[]
  /** Path to SHA-256, `null` for a deleted file. */
  files: Changes
  /** SHA-256 of the page's files and of its pictures, by name. */
  page: Record<string, string>
  pictures: Record<string, string>
}
