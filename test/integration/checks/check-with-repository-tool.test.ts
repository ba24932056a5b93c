import type { CommandResult } from '#src/ports/sandbox.ts'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OnRun } from '../../support/activities/fake-sandboxes.ts'
import { inspecting, PRICE, lineOf } from '../../support/activities/use-checks.ts'
import type { Inspect } from '../../support/activities/use-checks.ts'
import { useWorld } from '../../support/activities/world.ts'

const world = useWorld()
let inspected: Inspect
beforeAll(async () => {
  inspected = inspecting(world)
})
beforeEach(() => world.reset())

const PACKAGE = JSON.stringify({
  scripts: { lint: 'eslint .', test: 'vitest', format: 'prettier --check .' },
  dependencies: { react: '19' },
  devDependencies: { eslint: '9', vitest: '4', prettier: '3' },
})
const OLD = 'var old = 1\n'
const base = { 'package.json': PACKAGE, 'src/old.ts': OLD }
type Result = { exitCode: number; stdout?: string; stoppedBy?: CommandResult['stoppedBy'] }
const played =
  (results: Record<string, Result | ((files: ReadonlyMap<string, unknown>) => Result)>): OnRun =>
  (command, sandbox) => {
    const result = Object.entries(results).find(([tool]) => command.includes(`/.bin/${tool}`))?.[1]
    return typeof result === 'function' ? result(sandbox.files) : result
  }
const eslint = (...found: [string, number, string][]) => ({
  exitCode: 1,
  stdout: JSON.stringify(
    found.map(([path, line, message]) => ({ filePath: `/workspace/${path}`, messages: [{ ruleId: 'r', severity: 2, message, line }] })),
  ),
})

test("the repository's own checks run on the changed files, and their results count", async () => {
  const inspection = await inspected(undefined, {
    base,
    onRun: played({ eslint: { exitCode: 0 }, vitest: { exitCode: 0 }, prettier: { exitCode: 0 } }),
  })
  expect(inspection.lines.slice(-3)).toEqual([
    { name: 'Lint', outcome: 'passed', detail: 'eslint passed for 1 file' },
    { name: 'Format', outcome: 'passed', detail: 'prettier passed for 1 file' },
    { name: 'Tests', outcome: 'passed', detail: 'vitest passed for 1 file' },
  ])
  const commands = world.sandboxes.created.flatMap((sandbox) => sandbox.commands).filter((command) => command.includes('/.bin/'))
  expect(commands.map((command) => command.includes(`'./${PRICE}'`))).toEqual([true, true, true])
})

test('a tool that is not installed, or that the machine had no time for, was not run', async () => {
  const onRun = played({ eslint: { exitCode: 127 }, vitest: { exitCode: 0, stoppedBy: 'clock' }, prettier: { exitCode: 0 } })
  const inspection = await inspected(undefined, { base, onRun })
  expect(lineOf(inspection, 'Lint')).toMatchObject({
    outcome: 'not run',
    notRun: { cause: 'repository', required: false },
    detail: 'eslint is not installed',
  })
  expect(lineOf(inspection, 'Tests')).toMatchObject({
    outcome: 'not run',
    notRun: { cause: 'machine', required: true },
    detail: 'vitest: this machine was too busy',
  })
  expect(inspection.problems).toEqual([])
})

describe('a lint finding', () => {
  test('a lint finding on a changed line goes back to the agent with its location', async () => {
    const onRun = played({ eslint: eslint(['src/old.ts', 1, 'old'], ['src/old.ts', 2, 'new']) })
    const inspection = await inspected({ 'src/old.ts': `${OLD}var fresh = 2\n` }, { base, onRun })
    expect(lineOf(inspection, 'Lint')).toEqual({
      name: 'Lint',
      outcome: 'failed',
      detail: 'eslint: src/old.ts:2: new (r)',
      annotations: [{ path: 'src/old.ts', line: 2, level: 'failure', message: 'new (r)' }],
    })
    expect(inspection.problems).toEqual([{ text: 'Lint: src/old.ts:2: new (r)', once: false }])
  })

  test("a lint finding on an old line or in an unchanged file doesn't count", async () => {
    const onRun = played({ eslint: eslint(['src/old.ts', 1, 'old'], ['src/never.ts', 1, 'elsewhere']) })
    const inspection = await inspected({ 'src/old.ts': `${OLD}const fresh = 2\n` }, { base, onRun })
    expect(lineOf(inspection, 'Lint')).toMatchObject({ outcome: 'passed', detail: 'eslint found nothing new' })
  })
})

describe('failing tests', () => {
  test('failing tests go back to the agent with their output', async () => {
    const onRun = played({ vitest: { exitCode: 1, stdout: 'FAIL src/price.test.ts\nexpected 9 to be 10' } })
    const inspection = await inspected(undefined, { base, onRun })
    expect(lineOf(inspection, 'Tests')).toMatchObject({ outcome: 'failed', detail: 'vitest: FAIL src/price.test.ts' })
    expect(inspection.problems[0]?.text).toContain('expected 9 to be 10')
  })

  test('failing tests that also fail without the change are a warning', async () => {
    const inspection = await inspected(
      { 'src/old.ts': 'export {}\n' },
      { base, onRun: played({ vitest: { exitCode: 1, stdout: 'FAIL' } }) },
    )
    expect(lineOf(inspection, 'Tests')).toMatchObject({
      outcome: 'warning',
      detail: 'vitest also fails without this change: vitest: FAIL',
    })
  })

  test('failing tests that only fail with the change count', async () => {
    const onRun = played({
      vitest: (files) => ({ exitCode: new TextDecoder().decode(files.get('src/old.ts') as Uint8Array) === OLD ? 0 : 1 }),
    })
    expect(lineOf(await inspected({ 'src/old.ts': 'export {}\n' }, { base, onRun }), 'Tests')?.outcome).toBe('failed')
  })
})

describe('a file that was not formatted before', () => {
  const prettier = (...paths: string[]) => ({ exitCode: 1, stdout: paths.join('\n') })
  const isAsItWas = (files: ReadonlyMap<string, unknown>) => new TextDecoder().decode(files.get('src/old.ts') as Uint8Array) === OLD

  test("a file that was not formatted before doesn't count, but others do", async () => {
    const onRun = played({ prettier: (files) => (isAsItWas(files) ? prettier('src/old.ts') : prettier('src/old.ts', PRICE)) })
    const both = await inspected({ 'src/old.ts': 'let x=1', [PRICE]: 'let y=1' }, { base, onRun })
    expect(lineOf(both, 'Format')?.detail).toBe(`prettier: ${PRICE}:1: prettier would format this file differently`)
    const onlyOld = played({ prettier: () => prettier('src/old.ts') })
    expect(lineOf(await inspected({ 'src/old.ts': 'let x=1' }, { base, onRun: onlyOld }), 'Format')?.outcome).toBe('passed')
  })

  test('a file that was not formatted before counts if it was formatted before', async () => {
    const onRun = played({ prettier: (files) => (isAsItWas(files) ? { exitCode: 0 } : prettier('src/old.ts')) })
    expect(lineOf(await inspected({ 'src/old.ts': 'let x=1' }, { base, onRun }), 'Format')?.outcome).toBe('failed')
  })
})

test('a path that looks like an option is passed as a path', async () => {
  await inspected({ '--config=src/evil.js': 'export default []\n' }, { base })
  const commands = world.sandboxes.created.flatMap((sandbox) => sandbox.commands).filter((command) => command.includes('/.bin/'))
  expect(commands).toHaveLength(3)
  for (const command of commands) expect(command).toContain(`'./--config=src/evil.js'`)
})

test("a turn can't turn off the checks in package.json", async () => {
  const tame = JSON.stringify({ ...JSON.parse(PACKAGE), scripts: {}, eslintConfig: { rules: {} } })
  const settings: unknown[] = []
  const onRun: OnRun = (command, sandbox) => {
    if (command.includes('/.bin/'))
      settings.push(sandbox.texts()['package.json'], sandbox.texts()['src/package.json'], sandbox.texts()['src/biome.json'])
    return command.includes('/.bin/eslint') ? eslint([PRICE, 1, 'new']) : undefined
  }
  const changes = { [PRICE]: 'var x\n', 'package.json': tame, 'src/package.json': tame, 'src/biome.json': '{}' }
  const inspection = await inspected(changes, { base, onRun })
  expect(lineOf(inspection, 'Lint')?.outcome).toBe('failed')
  expect(new Set(settings)).toEqual(new Set([PACKAGE, undefined]))
})

test('a repository without such checks has no lines for them', async () => {
  expect((await inspected()).lines.filter(({ name }) => /Lint|Format|Tests/.test(name))).toEqual([])
})
