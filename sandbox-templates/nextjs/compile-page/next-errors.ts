import { join, relative } from 'node:path'
import { importSite } from './import-site.ts'

type Place = { workspace: string; project: string }

const ERRORS = 20
/** A file, relative to the bundler's root, and the error in it. */
const FINDING = /^((?:\.|\[next\])\/[^\n]+?)(?::(\d+):(\d+))?\nError: ([^]+?)(?=\n\n\n|\n(?:\.|\[next\])\/[^\n]+\nError: |(?![^]))/gm
/** Why a Google font was rejected; printed below the stylesheet that Next would have generated. */
const REFUSED_FONT = /^Module not found: Can't resolve '@?next\/font\/google\/target\.css'\n([^\n]+)/
const PRERENDERED = /^Error occurred prerendering page [^\n]*\n([^]+?)(?=\nExport encountered an error|(?![^]))/m

/** A crash of the bundler: what it worked on, and the causes, of which the last is the root cause. */
const CRASH = /\[TurbopackInternalError\]: ([^\n]+)\n+Caused by:\n(?:- [^\n]+\n)*- ([^\n]+)\n/

/** How much of the output is read, in characters, and how much of one line. */
const READ = { whole: 200_000, line: 1_000 }

/** The end of the output, with lines that are not too long. Code and errors of the page may have been written to be slow to read. */
function lines(output: string): string {
  return output
    .slice(-READ.whole)
    .split('\n')
    .map((line) => line.slice(0, READ.line))
    .join('\n')
}

/** Without colors. Node's function takes quadratic time for escape sequences that don't end. */
function stripped(output: string): string {
  return output.slice(-2 * READ.whole).replace(/\u001B\[[\d;]{0,20}[A-Za-z]/g, '')
}

/** Each error of a failed build as `path:line:col: reason`, followed by the line of code if Next quotes it. */
export function nextErrors(output: string, place: Place): string[] {
  const text = lines(stripped(output))
  const findings = [...text.matchAll(FINDING)]
    .slice(0, ERRORS)
    .map(([, file = '', line, column, message = '']) =>
      finding({ file, site: line === undefined ? '' : `:${line}:${column}`, message }, place),
    )
  const rendered = PRERENDERED.exec(text)?.[1]
  if (rendered !== undefined) findings.push(renderFailure(rendered, place))
  if (findings.length === 0) findings.push(unknownFailure(text, place))
  return [...new Set(findings)].slice(0, ERRORS)
}

function finding({ file, site, message }: { file: string; site: string; message: string }, { workspace, project }: Place): string {
  const path = join('/', file)
  const name = shown(file, workspace)
  const code = codeIn(message)
  const font = REFUSED_FONT.exec(message)?.[1]
  if (font !== undefined) return `${name}${site}: ${font}`
  const missing = /^Export (\S+) doesn't exist in target module/.exec(message)?.[1]
  if (missing === 'default' && path.startsWith(`${project}/`)) return '.ollio/preview.tsx: has no default export'
  const unresolved = /^Module not found: Can't resolve '([^']+)'/.exec(message)?.[1]
  const imported = (missing ?? unresolved) !== undefined && code !== undefined ? importSite(path, code) : null
  const where = imported === null ? site : `:${imported.line}:${imported.column}`
  const reason =
    unresolved !== undefined
      ? `Could not resolve '${unresolved}': no such file, alias or installed package`
      : missing !== undefined
        ? `"${missing}" is not exported by ${exporterIn(message, workspace)}`
        : reasonIn(message, workspace)
  return [`${name}${where}: ${reason}`, ...quoted(imported?.text ?? code)].join('\n')
}

/** The error that the preview threw while Next rendered it to HTML. */
function renderFailure(message: string, { workspace, project }: Place): string {
  const at = /^ +at [^\n]{0,300}?\(?(\.\.?\/[^():\n]{1,300}):(\d{1,9}):(\d{1,9})\)?$/m.exec(message)
  const place = at === null ? '.ollio/preview.tsx' : `${relative(workspace, join(project, at[1] ?? ''))}:${at[2]}:${at[3]}`
  const reason = (message.split('\n').find((line) => line.trim() !== '') ?? '').replace(/^\[?Error\]?: /, '')
  return [`${place}: ${reason} (while the page was rendered on the server)`, ...quoted(codeIn(message))].join('\n')
}

function unknownFailure(text: string, { workspace }: Place): string {
  const [, at, cause] = CRASH.exec(text) ?? []
  if (at === undefined || cause === undefined) return `build: ${text.trim().slice(-2_000)}`
  return `build: the bundler crashed without naming an error in the code: ${shown(at, workspace)}: ${shown(cause, workspace)}`
}

function reasonIn(message: string, workspace: string): string {
  // A plugin's error includes its location in the plugin, which is left out.
  const cause = /^CssSyntaxError: (?:tailwindcss: )?(.+)$/m.exec(message)?.[1] ?? /^Error: (.+)$/m.exec(message)?.[1]
  const [first = '', second = ''] = message.split('\n')
  return shown(cause ?? (first.endsWith('error:') ? `${first} ${second}` : first), workspace)
}

function exporterIn(message: string, workspace: string): string {
  const module = /was not found in module (?:\[project\]\/)?(\S+)/.exec(message)?.[1] ?? 'the module'
  const other = /^Did you mean to import (.+)\?$/m.exec(message)?.[1]
  return `"${shown(`./${module}`, workspace)}"${other === undefined ? '' : ` (did you mean ${other}?)`}`
}

function codeIn(message: string): string | undefined {
  return /^> *\d+ \| (.*)$/m.exec(message)?.[1]
}

function quoted(code: string | undefined): string[] {
  return code === undefined || code.trim() === '' ? [] : [`    ${code.trim()}`]
}

/** Makes paths relative to the workspace. */
function shown(text: string, workspace: string): string {
  return text.replaceAll(`.${workspace}/`, '').replaceAll(`${workspace}/`, '').replace(/^\.\//, '')
}
