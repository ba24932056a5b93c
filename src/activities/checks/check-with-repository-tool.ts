import { pathBelow, pathIn } from '#src/domain/shared/join-path.ts'
import { toolFindings } from '#src/domain/checks/repository-tools.ts'
import type { RepositoryTool } from '#src/domain/checks/repository-tools.ts'
import type { Annotation, Changes } from '#src/domain/projects/records.ts'
import { shellQuote } from '#src/domain/shared/shell-quote.ts'
import type { CommandResult, Sandbox } from '#src/ports/sandbox.ts'
import { failed, passed, some, warned } from './check-result.ts'
import type { CheckResult } from './check-result.ts'
import { baseText } from './check-subject.ts'
import type { Subject } from './check-subject.ts'

const OWN_MS = 90_000
/** Whoever has no such program: the shell's own word for it. */
const NOT_FOUND = 127
/** Files that a tool is started with at most. */
const FILES = 60
/** Where tools look for settings, in any folder. */
const SETTINGS = /(?:^|\/)(?:package|biome)\.jsonc?$/

const WORKSPACE = '/workspace/'

/** Gives `work` a sandbox with the repository as it was, and over it `files`. */
export type Within = <Result>(files: Changes, work: (sandbox: Sandbox) => Promise<Result>) => Promise<Result>

/**
 * Runs one of the repository's own checks on the changed files, with its settings as they were. Its configuration is a stranger's
 * code, and what it says is only text. `null` where it is about none of the files.
 */
export async function checkWithRepositoryTool(
  within: Within,
  published: Changes,
  subject: Subject,
  check: RepositoryTool,
  signal: AbortSignal,
): Promise<CheckResult | null> {
  const files = filesOf(subject, check)
  if (files.length === 0) return null
  const sources = Object.fromEntries(Object.entries(published).filter(([path]) => !SETTINGS.test(path)))
  const folder = subject.turn.project.packageFolder
  const result = await within(sources, (sandbox) => run(sandbox, check, { folder, files }, signal))
  const { name, tool } = check
  if (result.exitCode === NOT_FOUND) return warned(name, `${tool} was not run: it is not installed here`)
  if (result.timedOut) return warned(name, `${tool} was not finished after ${OWN_MS / 1_000} seconds`)
  if (result.exitCode === null) return warned(name, `${tool} was ended by a limit of the sandbox`)
  if (result.exitCode === 0) return passed(name, `${tool} has nothing to say of ${files.length === 1 ? '1 file' : `${files.length} files`}`)
  const verdict = judge(subject, check, result)
  // Whole files are right or wrong for a formatter and for tests, so the repository as it was is asked as well.
  const old = files.filter((path) => baseText(subject, path) !== null)
  const isPlaced = (verdict.line.annotations ?? []).length > 0
  if (verdict.line.outcome === 'passed' || (name === 'Lint' && isPlaced)) return verdict
  // A linter that stumbles over something else than the code, such as its settings, does so over any file.
  const known = name === 'Lint' ? Object.keys(subject.base.texts).filter((path) => isSource(subject, check, path)) : old
  if (known.length === 0) return verdict
  const before = await within({}, (sandbox) => run(sandbox, check, { folder, files: known.slice(0, FILES) }, signal))
  if (before.exitCode === 0 || before.exitCode === NOT_FOUND) return verdict
  if (name !== 'Format') return warned(name, `${tool} fails without this change as well: ${verdict.line.detail}`)
  const otherwise = new Set(findingsOf(subject, check, before.stdout).map(({ path }) => path))
  return verdictOn(
    check,
    (verdict.line.annotations ?? []).filter(({ path }) => !otherwise.has(path)),
  )
}

function judge(subject: Subject, check: RepositoryTool, { exitCode, stdout, stderr }: CommandResult): CheckResult {
  const output = `${stdout}\n${stderr}`.trim()
  const findings = findingsOf(subject, check, output)
  const { name, tool } = check
  if (findings.length > 0)
    return verdictOn(
      check,
      findings.filter((finding) => isOfTheTurn(subject, check, finding)),
    )
  return failed(name, `${tool}: ${telling(output)}`, `${tool} ended with exit code ${exitCode}\n${output.slice(-3_000)}`)
}

/** Only what is worse than a warning fails. */
function verdictOn({ name, tool }: RepositoryTool, fresh: readonly Annotation[]): CheckResult {
  if (!fresh.some(({ level }) => level === 'failure')) return passed(name, `${tool} finds only what stood there before`)
  const said = fresh.map(({ path, line, message }) => `${path}:${line}: ${message}`)
  return failed(name, `${tool}: ${some(said)}`, said.join('\n'), { annotations: [...fresh] })
}

/** Paths from the repository's root, wherever the tool was run. */
function findingsOf({ turn }: Subject, check: RepositoryTool, output: string): Annotation[] {
  const { packageFolder: folder } = turn.project
  const root = folder === '' ? WORKSPACE : `${WORKSPACE}${folder}/`
  return toolFindings(check, output, root).map((finding) => ({ ...finding, path: pathIn(folder, finding.path) }))
}

function filesOf(subject: Subject, check: RepositoryTool): string[] {
  return Object.keys(subject.changed)
    .filter((path) => isSource(subject, check, path))
    .slice(0, FILES)
}

/** True for what the tool reads, in the package that it is run for. */
function isSource({ turn }: Subject, check: RepositoryTool, path: string): boolean {
  return check.files.test(path) && !SETTINGS.test(path) && pathBelow(turn.project.packageFolder, path) !== null
}

/** In the package's folder, where its settings are. With `./` before it, no path is taken for an option. */
function run(
  sandbox: Sandbox,
  { tool, args }: RepositoryTool,
  { folder, files }: { folder: string; files: readonly string[] },
  signal: AbortSignal,
): Promise<CommandResult> {
  const words = [...args, ...files.map((path) => `./${pathBelow(folder, path) ?? path}`)].map(shellQuote).join(' ')
  const places = ['node_modules/.bin', `${WORKSPACE}node_modules/.bin`, '/node_modules/.bin'].map((bin) => `${bin}/${tool}`)
  const enter = folder === '' ? '' : `cd ${shellQuote(folder)} && `
  const command = `${enter}for tool in ${places.join(' ')}; do if [ -x "$tool" ]; then exec "$tool" ${words}; fi; done; exit ${NOT_FOUND}`
  return sandbox.run({ command, timeoutMs: OWN_MS, signal, env: { CI: 'true', NO_COLOR: '1' } })
}

/** What a tool says of a line that stood in the file before, or of a file that the turn left alone, is older than the turn. */
function isOfTheTurn(subject: Subject, { name }: RepositoryTool, { path, line }: Annotation): boolean {
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
