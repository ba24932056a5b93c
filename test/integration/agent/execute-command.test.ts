import { beforeEach, describe, expect, test } from 'vitest'
import { Failure } from '#src/domain/shared/failures.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import { attempt, useWorld } from '../../support/activities/world.ts'
import { agentSteps } from '../../support/activities/agent-steps.ts'

const world = useWorld()
let turn: TurnRecord
beforeEach(async () => {
  world.reset()
  turn = await world.preparedTurn()
})

const write = (path: string, content = `${path}\n`) => ({ tool: 'writeFile', args: { path, content } })
const run = (command: string, timeoutSeconds: number | null = null) => ({ tool: 'executeCommand', args: { command, timeoutSeconds } })

const { acted, asked, step } = agentSteps(world, () => turn)
const seen = async () => (await step()).observations.map(({ tool, ok }) => `${tool} ${ok}`)

describe('executeCommand', () => {
  test('executeCommand returns the exit code and both streams of a failed command', async () => {
    world.sandboxes.onRun = (command) => (command === 'test' ? { exitCode: 1, stdout: '1 failed', stderr: 'at a.ts:1' } : undefined)
    await asked(run('test'), write('never.ts'))
    expect(await acted(0)).toEqual({ todo: 'think' })
    expect((await step()).observations).toEqual([
      { tool: 'executeCommand', ok: false, exitCode: 1, timedOut: false, stdout: '1 failed', stderr: 'at a.ts:1', ms: expect.any(Number) },
    ])
  })

  test('executeCommand shortens long output to its beginning and its end', async () => {
    world.sandboxes.onRun = (command) => (command === 'talk' ? { stdout: `The beginning${'x'.repeat(10_000)}the end` } : undefined)
    await asked(run('talk'))
    await acted(0)
    const stdout = String((await step()).observations[0]?.['stdout'])
    expect(stdout).toMatch(/^The beginningx+\n… 2020 characters omitted …\nx+the end$/)
  })

  test('executeCommand shows only the end of output that was too long to keep', async () => {
    world.sandboxes.onRun = (command) => (command === 'shout' ? { stdout: `${'x'.repeat(65_000)}the end` } : undefined)
    await asked(run('shout'))
    await acted(0)
    expect(String((await step()).observations[0]?.['stdout'])).toMatch(/^… more than 59007 characters omitted before this …\nx+the end$/)
  })

  test.each<[object, string]>([
    [{ exitCode: null, stoppedBy: 'clock' as const }, 'stopped after 120 seconds'],
    [{ exitCode: null }, 'stopped by a limit of the sandbox'],
    [
      { exitCode: null, stoppedBy: 'clock' as const, processorMs: 9_000, durationMs: 120_000 },
      'The machine was busy: the command got 9 seconds of processor time.',
    ],
  ])('executeCommand says why a command was stopped and what to do next: %j', async (result, note) => {
    world.sandboxes.onRun = (command) => (command === 'serve' ? result : undefined)
    await asked(run('serve'))
    await acted(0)
    expect((await step()).observations[0]).toMatchObject({ ok: false, note: expect.stringContaining(note) })
  })

  test('executeCommand takes a command back that changes more files than are kept, and says so', async () => {
    world.sandboxes.onRun = (command, sandbox) => {
      if (command === 'generate') for (let count = 0; count < 501; count += 1) sandbox.write(`src/made/${count}.ts`, `${count}`)
      return undefined
    }
    await asked(write('src/a.ts'), run('generate'))
    expect(await acted(1)).toEqual({ todo: 'think' })
    const { observations, changes } = await step()
    expect(observations[1]).toMatchObject({ ok: false, error: expect.stringContaining('about 502 files differ from the repository') })
    expect(Object.keys(changes)).toEqual(['src/a.ts'])
    expect(world.sandboxes.living.size).toBe(0)
  })

  test('executeCommand refuses an empty command', async () => {
    await asked(run(' '))
    await acted(0)
    expect((await step()).observations[0]).toMatchObject({ ok: false, error: 'The command is empty.' })
  })

  test.each([
    [null, 120_000],
    [10, 10_000],
    [0, 1_000],
    [-3, 1_000],
    [9_999, 300_000],
  ])('executeCommand limits the time: %s seconds give %i ms', async (seconds, timeoutMs) => {
    const times: number[] = []
    world.sandboxes.onRun = (command, _sandbox, options) => void (command === 'wait' && times.push(options.timeoutMs))
    await asked(run('wait', seconds))
    await acted(0)
    expect(times).toEqual([timeoutMs])
  })

  test('executeCommand is aborted together with the turn', async () => {
    const stop = new AbortController()
    world.sandboxes.onRun = (_command, _sandbox, options) => {
      if (options.signal.aborted) throw new Failure('cancelled', 'aborted')
    }
    await asked(run('wait'))
    stop.abort()
    await expect(acted(0, attempt(1, stop.signal))).rejects.toMatchObject({ kind: 'cancelled' })
    expect(await seen()).toEqual([])
  })
})
