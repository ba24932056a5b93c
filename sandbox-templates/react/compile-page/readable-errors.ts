import { stripVTControlCharacters } from 'node:util'
import { importSite } from './import-site.ts'

/** The common fields of the bundler's errors and warnings. */
type Complaint = { message: string; code?: string | undefined; id?: string | undefined; exporter?: string | undefined }

/** Maps names in messages to those that the reader knows. */
export type Names = ReadonlyMap<string, string>

const ERRORS = 20

/** Each error of a failed build as `path:line:col: reason`, followed by the line of code if the bundler quotes it. */
export function readableErrors(error: unknown, names: Names): string[] {
  const inner: unknown = error instanceof Error && 'errors' in error ? error.errors : undefined
  const errors = (Array.isArray(inner) ? inner : [error]).slice(0, ERRORS)
  return errors.map((one: unknown) => readableError(one instanceof Error ? one : { message: String(one) }, names))
}

export function readableError(complaint: Complaint, names: Names): string {
  if (complaint.code === 'MISSING_EXPORT' && complaint.id?.endsWith('/.ollio/preview-entry.tsx'))
    return '.ollio/preview.tsx: has no default export'
  const message = renamed(stripVTControlCharacters(shortened(complaint.message)), names)
  const code = /^ *\d+ │ (.+)$/m.exec(message)?.[1]
  const site = isAboutImport(complaint) && complaint.id && code ? importSite(complaint.id, code) : null
  const file = renamed(complaint.id ?? '', names)
  const place = site
    ? `${file}:${site.line}:${site.column}`
    : (/╭─\[ ([^\n╭]{1,500}:\d{1,9}:\d{1,9}) \]/.exec(message)?.[1] ?? (file || 'build'))
  const quoted = (site?.text ?? code)?.trim()
  return [`${place}: ${reasonOf(complaint, message)}`, ...(quoted ? [`    ${quoted}`] : [])].join('\n')
}

/** How much of an error is read: a bundler quotes lines of the code, which may have any length. Source texts may have been written to be slow to read. */
const READ = { lines: 100, characters: 1_000 }

function shortened(message: string): string {
  const start = message.slice(0, READ.lines * READ.characters)
  const lines = start.split('\n', READ.lines)
  return lines.map((line) => line.slice(0, READ.characters)).join('\n')
}

function isAboutImport({ code }: Complaint): boolean {
  return code === 'UNRESOLVED_IMPORT' || code === 'MISSING_EXPORT'
}

/** Replaces paths by those in the workspace. */
export function renamed(text: string, names: Names): string {
  return [...names].reduce((shorter, [long, short]) => shorter.replaceAll(long, short), text)
}

function reasonOf({ code, exporter }: Complaint, message: string): string {
  if (code === 'UNRESOLVED_IMPORT' && exporter !== undefined)
    return `Could not resolve '${exporter}': no such file, alias or installed package`
  const cause = /^Caused by:\n[^\S\n]*(?:0: )?(\S.*)$/m.exec(message)?.[1]
  if (cause !== undefined) return cause
  const label = code === 'MISSING_EXPORT' ? undefined : /╰─+ (.+)$/m.exec(message)?.[1]?.trim()
  const reason = (message.split('\n')[0] ?? '').replace(/^(?:\[[\w:-]+\] )+/, '')
  return label === undefined || label === '' ? reason : `${reason} (${label})`
}
