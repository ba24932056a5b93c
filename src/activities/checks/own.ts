import { ownFindings } from '#src/domain/own-checks.ts'
import type { OwnCheck } from '#src/domain/own-checks.ts'
import type { Annotation } from '#src/domain/records.ts'
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

/**
 * Runs one of the repository's own checks on the changed files, in a sandbox with the repository's package.json and configuration as
 * they were. Its configuration is a stranger's code, and what it says is only text. `null` where it is about none of the files.
 */
export async function runOwnCheck(sandbox: Sandbox, subject: Subject, check: OwnCheck, signal: AbortSignal): Promise<Checked | null> {
  const files = Object.keys(subject.changed)
    .filter((path) => check.files.test(path) && path !== 'package.json')
    .slice(0, FILES)
  if (files.length === 0) return null
  const result = await run(sandbox, check, files, signal)
  const { name, tool } = check
  if (result.exitCode === NOT_FOUND) return warned(name, `${tool} was not run: it is not installed here`)
  if (result.timedOut) return warned(name, `${tool} was not finished after ${OWN_MS / 1_000} seconds`)
  if (result.exitCode === 0) return passed(name, `${tool} has nothing to say of ${files.length === 1 ? '1 file' : `${files.length} files`}`)
  const output = `${result.stdout}\n${result.stderr}`.trim()
  const findings = ownFindings(check, output, '/workspace/')
  const fresh = findings.filter((finding) => isOfTheTurn(subject, finding))
  if (findings.length > 0 && fresh.length === 0) return passed(name, `${tool} finds only what stood there before`)
  const said = fresh.map(({ path, line, message }) => `${path}:${line}: ${message}`)
  const tail = output.slice(-3_000)
  if (said.length > 0) return failed(name, `${tool}: ${some(said)}`, said.join('\n'), { annotations: fresh })
  return failed(name, `${tool}: ${lastLine(output)}`, `${tool} ended with exit code ${result.exitCode}\n${tail}`)
}

/** Whether the same check fails on the repository as it was, of which nobody is to be blamed. */
export async function failsWithout(sandbox: Sandbox, subject: Subject, check: OwnCheck, signal: AbortSignal): Promise<boolean> {
  const files = Object.keys(subject.changed).filter((path) => check.files.test(path) && baseText(subject, path) !== null)
  if (files.length === 0) return false
  const { exitCode, timedOut } = await run(sandbox, check, files, signal)
  return timedOut || (exitCode !== 0 && exitCode !== NOT_FOUND)
}

function run(sandbox: Sandbox, { tool, args }: OwnCheck, files: readonly string[], signal: AbortSignal): Promise<CommandResult> {
  const words = [...args, ...files].map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')
  const places = [`node_modules/.bin/${tool}`, `/node_modules/.bin/${tool}`]
  const command = `for tool in ${places.join(' ')}; do if [ -x "$tool" ]; then exec "$tool" ${words}; fi; done; exit ${NOT_FOUND}`
  return sandbox.run({ command, timeoutMs: OWN_MS, signal, env: { CI: 'true', NO_COLOR: '1' } })
}

/** What a tool says of a line that stood in the file before, or of a file that the turn left alone, is older than the turn. */
function isOfTheTurn(subject: Subject, { path, line, message }: Annotation): boolean {
  const text = subject.changed[path]
  if (text === undefined) return false
  const before = baseText(subject, path)
  if (before === null || /another form/.test(message)) return true
  return !before.split('\n').includes(text.split('\n')[line - 1] ?? '')
}

function lastLine(output: string): string {
  const lines = output.split('\n').filter((line) => line.trim() !== '')
  return (lines.find((line) => /error|fail/i.test(line)) ?? lines.at(-1) ?? 'it failed without a word').trim().slice(0, 300)
}
