import { describe, expect, test } from 'vitest'
import { compareTypes, judgeTypes } from '#src/activities/checks/compare-types.ts'
import { measureCommand } from '#src/activities/checks/measure-command.ts'
import type { Ran } from '#src/activities/checks/measure-command.ts'
import { checkTypes } from '#src/activities/preview/build-preview.ts'
import { FakeSandboxes } from '#test/support/activities/fake-sandboxes.ts'
import type { Subject } from '#src/activities/checks/check-subject.ts'
import { commandResult } from '../../support/sandbox/command-result.ts'
import type { Measured } from '#src/domain/checks/measured.ts'
import type { StoppedBy } from '#src/ports/sandbox.ts'

const SUBJECT = { changed: {}, base: { texts: {} } } as unknown as Subject
const OLD = 'src/old.ts:1:1: error TS2304: No'
const NEW = 'src/new.ts:1:1: error TS2304: No'

const ended = (exitCode: number | null, stdout = '', stoppedBy: StoppedBy | null = null): Measured<Ran> =>
  measureCommand(commandResult({ exitCode, stdout, stoppedBy }), 150_000)
const CLOCK = ended(null, '', 'clock')
const SLOW = ended(null, OLD, 'processor-time')

describe('what a command measured', () => {
  test.each<[string, Measured<Ran>, object]>([
    ['exits with 0', ended(0), { value: { ok: true } }],
    ['exits with 1', ended(1, OLD), { value: { ok: false, output: OLD, limit: null } }],
    ['uses its processor time', SLOW, { value: { ok: false, limit: 'it took more than 150 seconds of processor time' } }],
    ['uses its memory', ended(null, '', 'memory'), { value: { ok: false, limit: 'it used all memory of its sandbox' } }],
    ['prints too much', ended(null, '', 'output'), { value: { ok: false, limit: 'it printed too much' } }],
    ['is cut by the clock', CLOCK, { notRun: { cause: 'machine', reason: 'this machine was too busy' } }],
    ['is killed from outside', ended(null), { notRun: { cause: 'machine', reason: 'the system ended it' } }],
  ])('a command that %s is measured or not run accordingly', (_what, result, expected) => {
    expect(result).toMatchObject(expected)
  })
})

describe('the check of types', () => {
  test.each<[string, Measured<Ran>, Measured<Ran> | null, object]>([
    ['no errors', ended(0), null, { outcome: 'passed', detail: 'no type errors' }],
    ['old errors only', ended(1, OLD), ended(1, OLD), { outcome: 'passed', detail: 'no new type errors' }],
    ['a new error', ended(1, `${OLD}\n${NEW}`), ended(1, OLD), { outcome: 'failed', detail: NEW }],
    ['a compiler that the clock cut', CLOCK, null, { outcome: 'not run', notRun: { cause: 'machine', required: true } }],
    ['errors and a base that the clock cut', ended(1, OLD), CLOCK, { outcome: 'not run', notRun: { cause: 'machine', required: true } }],
    ['a base that takes too long itself', SLOW, SLOW, { outcome: 'not run', notRun: { cause: 'repository', required: true } }],
    ['a compiler that the work made too slow', SLOW, ended(0), { outcome: 'failed' }],
  ])('with %s, the outcome is true', (_what, after, before, expected) => {
    expect(judgeTypes(SUBJECT, { after, before }).line).toMatchObject({ name: 'Types', ...expected })
  })

  test('a compiler that refused its options is no pass, and nobody’s fault but ours', async () => {
    const refused = 'error TS5069: Option ‘x’ cannot be specified without ‘y’.\nsrc/a.ts:1:1: error TS1: a'
    const sandboxes = new FakeSandboxes()
    sandboxes.onRun = () => ({ exitCode: 4, stdout: refused })
    const sandbox = await sandboxes.create('react', { project: 'p', turn: 't', purpose: 'check' })
    const after = await checkTypes(sandbox, '', new AbortController().signal)
    expect(after.notRun).toMatchObject({ cause: 'ollio', reason: expect.stringContaining('error TS5069: Option ‘x’') })
    expect(judgeTypes(SUBJECT, { after, before: null }).line).toMatchObject({ outcome: 'not run', notRun: { required: true } })
  })

  test('what was not run sends nobody back', () => {
    expect(judgeTypes(SUBJECT, { after: CLOCK, before: null }).problem).toBeNull()
    expect(judgeTypes(SUBJECT, { after: ended(1, OLD), before: CLOCK }).problem).toBeNull()
  })

  test('the base is only checked if the work has errors', async () => {
    const asked: number[] = []
    const within = async <Result>(files: Record<string, string | null>, work: (sandbox: never) => Promise<Result>) => {
      asked.push(Object.keys(files).length)
      return work(undefined as never)
    }
    for (const result of [ended(0), CLOCK, ended(1, OLD)]) await compareTypes(within, { 'a.ts': 'x' }, async () => result)
    expect(asked).toEqual([1, 1, 1, 0])
  })
})
