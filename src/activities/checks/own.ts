import { ownFindings } from '#src/domain/own-checks.ts'
import type { OwnCheck } from '#src/domain/own-checks.ts'
import type { Annotation, Manifest } from '#src/domain/records.ts'
import type { CommandResult, Sandbox } from '#src/ports/sandbox.ts'
import { failed, passed, some, warned } from './checked.ts'
import type { Checked } from './checked.ts'
import { baseText } from './subject.ts'
import type { Subject } from './subject.ts'

const OWN_MS = 90_000
/** Whoever has no such program: the shell's own word for it. */
const NOT_FOUND = 127
/** Files that a tool is started with at most. */
const FILES = 60
/** Where tools look for settings, in any folder. */
const SETTINGS = /(?:^|\/)(?:package|biome)\.jsonc?$/
const WORKSPACE = '/workspace/'

/** Gives `work` a sandbox with the repository as it was, and over it `files`. */
export type Within = <Result>(files: Manifest, work: (sandbox: Sandbox) => Promise<Result>) => Promise<Result>

/**
 * Runs one of the repository's own checks on the changed files, with its settings as they were. Its configuration is a stranger's
 * code, and what it says is only text. `null` where it is about none of the files.
 */
export async function runOwnCheck(
  within: Within,
  published: Manifest,
  subject: Subject,
  check: OwnCheck,
  signal: AbortSignal,
): Promise<Checked | null> {
  const files = filesOf(subject, check)
  if (files.length === 0) return null
  const sources = Object.fromEntries(Object.entries(published).filter(([path]) => !SETTINGS.test(path)))
  const result = await within(sources, (sandbox) => run(sandbox, check, files, signal))
  const { name, tool } = check
  if (result.exitCode === NOT_FOUND) return warned(name, `${tool} was not run: it is not installed here`)
  if (result.timedOut) return warned(name, `${tool} was not finished after ${OWN_MS / 1_000} seconds`)
  if (result.exitCode === 0) return passed(name, `${tool} has nothing to say of ${files.length === 1 ? '1 file' : `${files.length} files`}`)
  const verdict = judge(subject, check, result)
  // Whole files are right or wrong for a formatter and for tests, so the repository as it was is asked as well.
  const old = files.filter((path) => baseText(subject, path) !== null)
  if (name === 'Lint' || old.length === 0 || verdict.line.outcome === 'passed') return verdict
  const before = await within({}, (sandbox) => run(sandbox, check, old, signal))
  if (before.exitCode === 0 || before.exitCode === NOT_FOUND) return verdict
  if (name === 'Tests') return warned(name, `${tool} fails without this change as well: ${verdict.line.detail}`)
  const known = new Set(ownFindings(check, before.stdout, WORKSPACE).map(({ path }) => path))
  return verdictOn(
    check,
    (verdict.line.annotations ?? []).filter(({ path }) => !known.has(path)),
  )
}

function judge(subject: Subject, check: OwnCheck, { exitCode, stdout, stderr }: CommandResult): Checked {
  const output = `${stdout}\n${stderr}`.trim()
  const findings = ownFindings(check, output, WORKSPACE)
  const { name, tool } = check
  if (findings.length > 0)
    return verdictOn(
      check,
      findings.filter((finding) => isOfTheTurn(subject, check, finding)),
    )
  return failed(name, `${tool}: ${telling(output)}`, `${tool} ended with exit code ${exitCode}\n${output.slice(-3_000)}`)
}

/** Only what is worse than a warning fails. */
function verdictOn({ name, tool }: OwnCheck, fresh: readonly Annotation[]): Checked {
  if (!fresh.some(({ level }) => level === 'failure')) return passed(name, `${tool} finds only what stood there before`)
  const said = fresh.map(({ path, line, message }) => `${path}:${line}: ${message}`)
  return failed(name, `${tool}: ${some(said)}`, said.join('\n'), { annotations: [...fresh] })
}

function filesOf({ changed }: Subject, check: OwnCheck): string[] {
  return Object.keys(changed)
    .filter((path) => check.files.test(path) && !SETTINGS.test(path))
    .slice(0, FILES)
}

/** With `./` before it, no path is taken for an option. */
function run(sandbox: Sandbox, { tool, args }: OwnCheck, files: readonly string[], signal: AbortSignal): Promise<CommandResult> {
  const words = [...args, ...files.map((path) => `./${path}`)].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')
  const places = [`node_modules/.bin/${tool}`, `/node_modules/.bin/${tool}`]
  const command = `for tool in ${places.join(' ')}; do if [ -x "$tool" ]; then exec "$tool" ${words}; fi; done; exit ${NOT_FOUND}`
  return sandbox.run({ command, timeoutMs: OWN_MS, signal, env: { CI: 'true', NO_COLOR: '1' } })
}

/** What a tool says of a line that stood in the file before, or of a file that the turn left alone, is older than the turn. */
function isOfTheTurn(subject: Subject, { name }: OwnCheck, { path, line }: Annotation): boolean {
  const text = subject.changed[path]
  if (text === undefined) return false
  const before = baseText(subject, path)
  return before === null || name === 'Format' || !before.split('\n').includes(text.split('\n')[line - 1] ?? '')
}

/** The line of a tool's output that tells most. */
function telling(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  return (lines.find((line) => /error|fail/i.test(line)) ?? lines.at(-1) ?? 'it failed without a word').trim().slice(0, 300)
}
