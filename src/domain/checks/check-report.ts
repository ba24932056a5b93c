import type { CheckLine, Changes } from '../projects/records.ts'

/** The whole check of one published version, for whoever wants to look into it or keep it. */
export type CheckReport = {
  /** owner/name */
  repository: string
  pullRequest: number | null
  /** The commit that was checked: its tree was checked before it was made. */
  commit: string
  version: number
  publishedAt: string
  /** True where something failed, or a limit was reached. */
  draft: boolean
  checks: CheckLine[]
  /** Path to SHA-256, `null` where the path was removed. */
  files: Changes
  /** SHA-256 of what the browser was given, and of what it showed. */
  page: Record<string, string>
  pictures: Record<string, string>
}
