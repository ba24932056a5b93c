import { runChecks } from '#src/activities/checks/run-checks.ts'
import type { CheckResults } from '#src/activities/checks/run-checks.ts'
import type { StepRecord, TurnRecord } from '#src/domain/projects/records.ts'
import type { FakePage } from '#test/support/page-report.ts'
import { compiling } from './fake-compiler.ts'
import type { Compiler } from './fake-compiler.ts'
import type { OnRun } from './fake-sandboxes.ts'
import { attempt, bytesOf, FILES } from './world.ts'
import type { World } from './world.ts'

export const PRICE = 'src/price.tsx'

type Circumstances = {
  compiler?: Compiler
  page?: Partial<FakePage>
  preview?: string | null
  /** Files of the repository in addition to FILES. */
  base?: Record<string, string>
  /** What commands other than the compiler's do. */
  onRun?: OnRun
  operation?: TurnRecord['operation']
  steps?: StepRecord[]
}

/** Checks changes: path to text, or `null` for a deleted file. */
export type Inspect = (changes?: Record<string, string | null>, circumstances?: Circumstances) => Promise<CheckResults>

export function inspecting(world: World): Inspect {
  return async (changes = { [PRICE]: 'export const Price = 1\n' }, circumstances = {}) => {
    const { compiler = {}, page = {}, preview = 'export default 1\n', base = {}, onRun, operation = 'generate', steps = [] } = circumstances
    const compile = compiling(compiler)
    world.sandboxes.onRun = async (command, sandbox, options) =>
      command.startsWith('/template/') ? compile(command, sandbox, options) : onRun?.(command, sandbox, options)
    Object.assign(world.played.page, page)
    const turn = await world.preparedTurn({ ...FILES, ...base })
    const put = async (text: string | null) => (text === null ? null : world.ports.artifacts.put(bytesOf(text)))
    const files = await Promise.all(Object.entries(changes).map(async ([path, text]) => [path, await put(text)] as const))
    const work = { published: Object.fromEntries(files), preview: await put(preview), steps, packages: null }
    return runChecks(world.ports, { ...turn, operation }, work, attempt())
  }
}

export function lineOf({ lines }: CheckResults, name: string): CheckResults['lines'][number] | undefined {
  return lines.find((line) => line.name === name)
}

/** The problem of the check `name` for the agent. */
export function problemOf({ problems }: CheckResults, name: string): CheckResults['problems'][number] | undefined {
  return problems.find(({ text }) => text.startsWith(`${name}:`))
}
