import { endOfOutput } from '#src/domain/agent/command-output.ts'
import type { HostileText } from '#src/domain/shared/hostile-text.ts'
import { pathBelow, pathIn } from '#src/domain/shared/join-path.ts'
import { findingsOfTurn } from '#src/domain/checks/turn-findings.ts'
import type { TurnTexts } from '#src/domain/checks/turn-findings.ts'
import { mostUsefulLine, toolFindings } from '#src/domain/checks/repository-tools.ts'
import type { RepositoryTool } from '#src/domain/checks/repository-tools.ts'
import type { Annotation, Changes } from '#src/domain/projects/records.ts'
import { shellQuote } from '#src/domain/shared/shell-quote.ts'
import { measured } from '#src/domain/checks/measured.ts'
import type { Measured } from '#src/domain/checks/measured.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { failed, notRunYet, passed, some, warned } from './check-result.ts'
import { measureCommand, measureWithRoom } from './measure-command.ts'
import type { Ran } from './measure-command.ts'
import type { CheckResult } from './check-result.ts'
import { baseText } from './check-subject.ts'
import type { Subject } from './check-subject.ts'

const LIMITS = { processorMs: 90_000, realMs: 480_000 }
/** The shell's exit code for a missing program. */
const NOT_FOUND = 127
/** Maximum number of files passed to a tool. */
const FILES = 60
/** Settings files that tools read in any folder. */
const SETTINGS = /(?:^|\/)(?:package|biome)\.jsonc?$/

const WORKSPACE = '/workspace/'

/** Runs `work` in a sandbox with the repository's base and `files` over it. */
export type Within = <Result>(files: Changes, work: (sandbox: Sandbox) => Promise<Result>) => Promise<Result>

type Tools = { ports: Pick<ActivityPorts, 'machine'>; within: Within; signal: AbortSignal }

/**
 * Runs one of the repository's own checks on the changed files, with the settings of the base. Its configuration is untrusted code, and its
 * output is only text. `null` if it applies to none of the files.
 */
export async function checkWithRepositoryTool(
  { ports, within, signal }: Tools,
  published: Changes,
  subject: Subject,
  check: RepositoryTool,
): Promise<CheckResult | null> {
  const files = filesOf(subject, check)
  if (files.length === 0) return null
  const sources = Object.fromEntries(Object.entries(published).filter(([path]) => !SETTINGS.test(path)))
  const folder = subject.turn.project.packageFolder
  const runOn = (changes: Changes, paths: readonly string[]): Promise<Measured<ToolRun>> =>
    within(changes, (sandbox) => measureWithRoom(ports, signal, () => run(sandbox, check, { folder, files: paths }, signal)))
  const ran = await runOn(sources, files)
  const { name, tool } = check
  if (ran.notRun !== undefined) return notRunYet(name, ran.notRun, { what: tool })
  const result = ran.value
  if (result.exitCode === NOT_FOUND)
    return notRunYet(name, { cause: 'repository', reason: `${tool} is not installed` }, { required: false })
  if (result.limit !== null)
    return notRunYet(name, { cause: 'repository', reason: `${tool} was stopped: ${result.limit}` }, { required: false })
  if (result.exitCode === 0) return passed(name, `${tool} passed for ${files.length === 1 ? '1 file' : `${files.length} files`}`)
  const verdict = judge(subject, check, result)
  // Formatters and tests judge whole files, so compare with the base.
  const old = files.filter((path) => baseText(subject, path) !== null)
  const isPlaced = (verdict.line.annotations ?? []).length > 0
  if (verdict.line.outcome === 'passed' || (name === 'Lint' && isPlaced)) return verdict
  // A linter that fails for another reason than the code, such as its settings, fails on any file.
  const known = name === 'Lint' ? Object.keys(subject.base.texts).filter((path) => isSource(subject, check, path)) : old
  if (known.length === 0) return verdict
  const before = await runOn({}, known.slice(0, FILES))
  if (before.notRun !== undefined) return notRunYet(name, before.notRun, { what: `${tool}’s findings could not be compared with the base` })
  if (before.value.exitCode === 0 || before.value.exitCode === NOT_FOUND) return verdict
  if (name !== 'Format') return warned(name, `${tool} also fails without this change: ${verdict.line.detail}`)
  const otherwise = new Set(findingsOf(subject, check, before.value.output).map(({ path }) => path))
  return verdictOn(
    check,
    (verdict.line.annotations ?? []).filter(({ path }) => !otherwise.has(path)),
  )
}

function judge(subject: Subject, check: RepositoryTool, { exitCode, output }: ToolRun): CheckResult {
  const findings = findingsOf(subject, check, output)
  const { name, tool } = check
  if (findings.length > 0)
    return verdictOn(
      check,
      findingsOfTurn(findings, (path) => textsOf(subject, path), name === 'Format' ? 'files' : 'lines'),
    )
  return failed(name, `${tool}: ${mostUsefulLine(output)}`, `${tool} exited with code ${exitCode}\n${endOfOutput(output, 3_000)}`)
}

/** Fails only if a finding is worse than a warning. */
function verdictOn({ name, tool }: RepositoryTool, fresh: readonly Annotation[]): CheckResult {
  if (!fresh.some(({ level }) => level === 'failure')) return passed(name, `${tool} found nothing new`)
  const messages = fresh.map(({ path, line, message }) => `${path}:${line}: ${message}`)
  return failed(name, `${tool}: ${some(messages)}`, messages.join('\n'), { annotations: [...fresh] })
}

/** Paths relative to the repository root, wherever the tool ran. */
function findingsOf({ turn }: Subject, check: RepositoryTool, output: HostileText): Annotation[] {
  const { packageFolder: folder } = turn.project
  const root = folder === '' ? WORKSPACE : `${WORKSPACE}${folder}/`
  return toolFindings(check, output, root).map((finding) => ({ ...finding, path: pathIn(folder, finding.path) }))
}

function filesOf(subject: Subject, check: RepositoryTool): string[] {
  return Object.keys(subject.changed)
    .filter((path) => isSource(subject, check, path))
    .slice(0, FILES)
}

/** True for files that the tool reads, in the package that it runs for. */
function isSource({ turn }: Subject, check: RepositoryTool, path: string): boolean {
  return check.files.test(path) && !SETTINGS.test(path) && pathBelow(turn.project.packageFolder, path) !== null
}

type ToolRun = Ran & { exitCode: number | null }

/** Runs in the package folder, where the tool's settings are. The prefix `./` keeps a path from being read as an option. */
async function run(
  sandbox: Sandbox,
  { tool, args }: RepositoryTool,
  { folder, files }: { folder: string; files: readonly string[] },
  signal: AbortSignal,
): Promise<Measured<ToolRun>> {
  const quoted = [...args, ...files.map((path) => `./${pathBelow(folder, path) ?? path}`)].map(shellQuote).join(' ')
  const places = ['node_modules/.bin', `${WORKSPACE}node_modules/.bin`, '/node_modules/.bin'].map((bin) => `${bin}/${tool}`)
  const enter = folder === '' ? '' : `cd ${shellQuote(folder)} && `
  const command = `${enter}for tool in ${places.join(' ')}; do if [ -x "$tool" ]; then exec "$tool" ${quoted}; fi; done; exit ${NOT_FOUND}`
  const { processorMs, realMs } = LIMITS
  const result = await sandbox.run({ command, processorMs, timeoutMs: realMs, signal, env: { CI: 'true', NO_COLOR: '1' } })
  const ran = measureCommand(result, processorMs)
  return ran.notRun !== undefined ? ran : measured({ ...ran.value, exitCode: result.exitCode })
}

function textsOf(subject: Subject, path: string): TurnTexts | null {
  const text = Object.hasOwn(subject.changed, path) ? subject.changed[path] : undefined
  return text === undefined ? null : { text, before: baseText(subject, path) }
}
