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
const FINISH = { tool: 'finish', args: { summary: 'Made it.' } }

const { acted, asked, step } = agentSteps(world, () => turn)
const seen = async () => (await step()).observations.map(({ tool, ok }) => `${tool} ${ok}`)
const changes = async () => world.textsOf((await step()).changes)

describe('the tool calls of a step', () => {
  test('the tool calls of a step run in order, and each observation is stored', async () => {
    expect(await asked(write('a.ts'), write('b.ts'), { tool: 'editFile', args: { path: 'a.ts', find: 'a', replace: 'x' } })).toEqual({
      todo: 'think',
    })
    expect(await seen()).toEqual(['writeFile true', 'writeFile true', 'editFile true'])
    expect(await changes()).toEqual({ 'a.ts': 'x.ts\n', 'b.ts': 'b.ts\n' })
    expect((await step()).finished).toBe(true)
  })

  test('the tool calls of a step stop at the first failure', async () => {
    expect(await asked(write('a.ts'), { tool: 'readFile', args: { path: 'none.ts' } }, write('b.ts'), FINISH)).toEqual({ todo: 'think' })
    expect(await seen()).toEqual(['writeFile true', 'readFile false'])
    expect(await changes()).toEqual({ 'a.ts': 'a.ts\n' })
  })

  test.each([
    ['readFile', 'src/card.tsx', 'no such file. Did you mean src/components/card.tsx?'],
    ['editFile', 'src/components/Card.jsx', 'no such file. Did you mean src/components/card.tsx?'],
    ['readFile', 'none.ts', 'Use listFiles to see which files exist'],
  ])('the tool calls of a step get advice when they fail: %s of %s', async (tool, path, error) => {
    await asked({ tool, args: { path, find: 'a', replace: 'b' } })
    expect((await step()).observations[0]).toMatchObject({ tool, ok: false, error: expect.stringContaining(error) })
  })

  test('the tool calls of a step stop at an unknown tool', async () => {
    expect(await asked(write('a.ts'), { tool: 'fly', args: {} }, write('b.ts'))).toEqual({ todo: 'think' })
    expect((await step()).observations[1]).toEqual({
      ...{ tool: 'fly', ok: false, error: expect.stringContaining('This tool does not exist') },
      ms: expect.any(Number),
    })
  })

  test('the tool calls of a step end with finish', async () => {
    expect(await asked(write('a.ts'), FINISH, write('b.ts'))).toEqual({ todo: 'finish' })
    expect(await seen()).toEqual(['writeFile true'])
    expect((await step()).finished).toBe(false)
  })
})

describe('a slow tool call', () => {
  test('a slow tool call gets its own activity, which also runs the file tools after it', async () => {
    world.sandboxes.onRun = (command, sandbox) => void (command === 'make' && sandbox.write('made.ts', 'made\n'))
    expect(await asked(write('a.ts'), run('make'), write('b.ts'), run('test'), FINISH)).toEqual({ todo: 'act', index: 1 })
    expect(await acted(1)).toEqual({ todo: 'act', index: 3 })
    expect(await seen()).toEqual(['writeFile true', 'executeCommand true', 'writeFile true'])
    expect(await acted(3)).toEqual({ todo: 'finish' })
    expect(await changes()).toEqual({ 'a.ts': 'a.ts\n', 'made.ts': 'made\n', 'b.ts': 'b.ts\n' })
  })

  test('a slow tool call is not run again by a retry if it was done', async () => {
    await asked(run('make'), write('b.ts'))
    world.steps.failNext('finishStep', new Failure('database-busy', 'busy'))
    await expect(acted(0)).rejects.toMatchObject({ kind: 'database-busy' })
    expect(await acted(0, attempt(2))).toEqual({ todo: 'think' })
    expect(world.sandboxes.created.flatMap(({ commands }) => commands).filter((command) => command === 'make')).toHaveLength(1)
    expect(await seen()).toEqual(['executeCommand true', 'writeFile true'])
  })

  test('a slow tool call runs again if it was interrupted, on the files as they were before', async () => {
    const found: (string | undefined)[] = []
    world.sandboxes.onRun = (command, sandbox) => {
      if (command !== 'make') return
      found.push(sandbox.texts()['log.ts'])
      sandbox.write('log.ts', `${sandbox.texts()['log.ts'] ?? ''}made\n`)
    }
    await asked(write('a.ts'), run('make'))
    world.steps.failNext('keepObservation', new Failure('database-busy', 'busy'))
    await expect(acted(1)).rejects.toMatchObject({ kind: 'database-busy' })
    await acted(1, attempt(2))
    expect(found).toEqual([undefined, undefined])
    expect(await changes()).toEqual({ 'a.ts': 'a.ts\n', 'log.ts': 'made\n' })
  })

  test('a slow tool call fails with a retryable error if its sandbox is lost', async () => {
    world.sandboxes.onRun = async (command, sandbox) => {
      if (command === 'make') await sandbox.destroy()
    }
    await asked(run('make'))
    await expect(acted(0)).rejects.toMatchObject({ kind: 'sandbox-lost' })
    world.sandboxes.onRun = () => undefined
    expect(await acted(0, attempt(2))).toEqual({ todo: 'think' })
  })

  test("a slow tool call fails for a step that doesn't exist", async () => {
    await expect(acted(0)).rejects.toMatchObject({ kind: 'unexpected', message: expect.stringContaining('no step 1') })
  })
})
