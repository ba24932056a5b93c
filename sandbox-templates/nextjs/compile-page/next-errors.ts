import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { importSite } from './import-site.ts'

type Place = { workspace: string; project: string }

const ERRORS = 20
/** A file, as the bundler names it from its root, and what is wrong in it. */
const FINDING = /^((?:\.|\[next\])\/[^\n]+?)(?::(\d+):(\d+))?\nError: ([^]+?)(?=\n\n\n|\n(?:\.|\[next\])\/[^\n]+\nError: |(?![^]))/gm
/** What a font of Google's was refused for, below the stylesheet that Next would have made of it. */
const REFUSED_FONT = /^Module not found: Can't resolve '@?next\/font\/google\/target\.css'\n([^\n]+)/
const PRERENDERED = /^Error occurred prerendering page [^\n]*\n([^]+?)(?=\nExport encountered an error|(?![^]))/m

/** The bundler's own failure: at what, and the reasons below it, of which the last is the first cause. */
const CRASH = /\[TurbopackInternalError\]: ([^\n]+)\n+Caused by:\n(?:- [^\n]+\n)*- ([^\n]+)\n/

/** Each error of a failed build as `path:line:col: reason`, with the line of code below where Next quotes it. */
export function nextErrors(output: string, place: Place): string[] {
  const text = stripVTControlCharacters(output)
  const findings = [...text.matchAll(FINDING)].map(([, file = '', line, column, said = '']) =>
    finding({ file, site: line === undefined ? '' : `:${line}:${column}`, said }, place),
  )
  const rendered = PRERENDERED.exec(text)?.[1]
  if (rendered !== undefined) findings.push(renderFailure(rendered, place))
  if (findings.length === 0) findings.push(unknownFailure(text, place))
  return [...new Set(findings)].slice(0, ERRORS)
}

function finding({ file, site, said }: { file: string; site: string; said: string }, { workspace, project }: Place): string {
  const path = join('/', file)
  const name = shown(file, workspace)
  const code = codeIn(said)
  const font = REFUSED_FONT.exec(said)?.[1]
  if (font !== undefined) return `${name}${site}: ${font}`
  const missing = /^Export (\S+) doesn't exist in target module/.exec(said)?.[1]
  if (missing === 'default' && path.startsWith(`${project}/`)) return '.ollio/preview.tsx: has no default export'
  const unresolved = /^Module not found: Can't resolve '([^']+)'/.exec(said)?.[1]
  const imported = (missing ?? unresolved) !== undefined && code !== undefined ? importSite(path, code) : null
  const where = imported === null ? site : `:${imported.line}:${imported.column}`
  const reason =
    unresolved !== undefined
      ? `Could not resolve '${unresolved}': no such file, alias or installed package`
      : missing !== undefined
        ? `"${missing}" is not exported by ${exporterIn(said, workspace)}`
        : reasonIn(said, workspace)
  return [`${name}${where}: ${reason}`, ...quoted(imported?.text ?? code)].join('\n')
}

/** What the preview threw while Next rendered it to HTML. */
function renderFailure(said: string, { workspace, project }: Place): string {
  const at = /^ +at .*?\(?(\.\.?\/[^():\n]+):(\d+):(\d+)\)?$/m.exec(said)
  const place = at === null ? '.ollio/preview.tsx' : `${relative(workspace, join(project, at[1] ?? ''))}:${at[2]}:${at[3]}`
  const reason = (said.split('\n').find((line) => line.trim() !== '') ?? '').replace(/^\[?Error\]?: /, '')
  return [`${place}: ${reason} (while the page was rendered on the server)`, ...quoted(codeIn(said))].join('\n')
}

function unknownFailure(text: string, { workspace }: Place): string {
  const [, at, cause] = CRASH.exec(text) ?? []
  if (at === undefined || cause === undefined) return `build: ${text.trim().slice(-2_000)}`
  return `build: the bundler itself failed and names no fault in the code: ${shown(at, workspace)}: ${shown(cause, workspace)}`
}

function reasonIn(said: string, workspace: string): string {
  // A plugin's error is told with where it happened in the plugin.
  const cause = /^CssSyntaxError: (?:tailwindcss: )?(.+)$/m.exec(said)?.[1] ?? /^Error: (.+)$/m.exec(said)?.[1]
  const [first = '', second = ''] = said.split('\n')
  return shown(cause ?? (first.endsWith('error:') ? `${first} ${second}` : first), workspace)
}

function exporterIn(said: string, workspace: string): string {
  const module = /was not found in module (?:\[project\]\/)?(\S+)/.exec(said)?.[1] ?? 'the module'
  const other = /^Did you mean to import (.+)\?$/m.exec(said)?.[1]
  return `"${shown(`./${module}`, workspace)}"${other === undefined ? '' : ` (did you mean ${other}?)`}`
}

function codeIn(said: string): string | undefined {
  return /^> *\d+ \| (.*)$/m.exec(said)?.[1]
}

function quoted(code: string | undefined): string[] {
  return code === undefined || code.trim() === '' ? [] : [`    ${code.trim()}`]
}

/** A path as the workspace has it. */
function shown(text: string, workspace: string): string {
  return text.replaceAll(`.${workspace}/`, '').replaceAll(`${workspace}/`, '').replace(/^\.\//, '')
}
