import { beforeEach, describe, expect, test } from 'vitest'
import { Failure } from '#src/domain/shared/failures.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import { answerOf, attempt, bytesOf, useWorld } from '../../support/activities/world.ts'
import { agentSteps } from '../../support/activities/agent-steps.ts'

const world = useWorld()
let turn: TurnRecord
beforeEach(async () => {
  world.reset()
  turn = await world.preparedTurn()
})

const LOOK = answerOf({ tool: 'readFile', args: { path: 'src/index.css' } })
const FINISH = answerOf({ tool: 'finish', args: { summary: 'Made it.' } })
const { lastMessages, steps, thinkOf } = agentSteps(world, () => turn)

describe('callModel', () => {
  test('callModel sends the first messages, stores the answer and runs its tool calls', async () => {
    world.played.answers.push(LOOK)
    expect(await thinkOf(1)).toEqual({ readable: true, next: { todo: 'think' } })
    expect(lastMessages()).toEqual([{ role: 'system', content: 'You are Ollio.' }])
    expect(world.requests[0]?.schema.name).toBe('answer')
    expect(await steps()).toMatchObject([
      {
        number: 1,
        answer: LOOK,
        thought: 'I go on.',
        toolCalls: [{ tool: 'readFile' }],
        observations: [{ tool: 'readFile', ok: true, text: '@import "tailwindcss";\n' }],
        model: 'played-1',
        promptTokens: 100,
        completionTokens: 10,
        finished: true,
      },
    ])
  })

  test('callModel sends the answers and observations of all earlier steps', async () => {
    const missing = answerOf({ tool: 'readFile', args: { path: 'none.ts' } })
    world.played.answers.push(LOOK, missing, FINISH)
    await thinkOf(1)
    await thinkOf(2)
    const before = structuredClone(lastMessages())
    expect(await thinkOf(3)).toEqual({ readable: true, next: { todo: 'finish' } })
    expect(lastMessages().slice(0, before.length)).toEqual(before)
    expect(
      lastMessages()
        .slice(1)
        .map(({ role }) => role),
    ).toEqual(['assistant', 'user', 'assistant', 'user'])
    expect(lastMessages()[3]).toEqual({ role: 'assistant', content: missing })
    expect(JSON.parse(lastMessages()[4]?.content as string)).toEqual({
      observations: [{ tool: 'readFile', ok: false, error: expect.stringContaining('none.ts: no such file') }],
    })
  })

  test('callModel sends pictures as pictures in their own message, and never their keys', async () => {
    world.played.answers.push(answerOf({ tool: 'viewPage', args: {} }), FINISH)
    await thinkOf(1)
    const picture = await world.ports.artifacts.put(bytesOf('a picture'))
    await world.ports.steps.keepObservation(turn.id, 1, 0, { tool: 'viewPage', ok: true, width: 375, picture }, {})
    await thinkOf(2)
    const [, , image, observations] = lastMessages()
    expect(image).toEqual({ role: 'user', content: [{ type: 'image', mediaType: 'image/png', bytes: Buffer.from('a picture') }] })
    expect(JSON.parse(observations?.content as string)).toEqual({ observations: [{ tool: 'viewPage', ok: true, width: 375 }] })
  })

  test('callModel starts from the files of the step before', async () => {
    world.played.answers.push(answerOf({ tool: 'writeFile', args: { path: 'src/new.ts', content: 'new\n' } }), LOOK)
    await thinkOf(1)
    await thinkOf(2)
    expect(await world.textsOf((await steps())[1]?.changes ?? {})).toEqual({ 'src/new.ts': 'new\n' })
  })

  test('callModel stores no step if the model call fails', async () => {
    world.played.answers.push(() => Promise.reject(new Failure('model-busy', 'later')))
    await expect(thinkOf(1)).rejects.toMatchObject({ kind: 'model-busy' })
    expect(await steps()).toEqual([])
  })

  test('callModel is aborted together with the turn', async () => {
    const stop = new AbortController()
    world.played.answers.push(async () => {
      stop.abort()
      throw new Failure('cancelled', 'aborted')
    })
    await expect(thinkOf(1, 0, attempt(1, stop.signal))).rejects.toMatchObject({ kind: 'cancelled' })
    expect(world.requests[0]?.signal).toBe(stop.signal)
  })
})

describe('a stored answer is not requested again', () => {
  test('a stored answer is not requested again if the activity died after storing it: the tool calls run from the row', async () => {
    world.played.answers.push(LOOK)
    world.steps.failNext('keepObservation', new Failure('database-busy', 'busy'))
    await expect(thinkOf(1)).rejects.toMatchObject({ kind: 'database-busy' })
    expect(await thinkOf(1, 0, attempt(2))).toEqual({ readable: true, next: { todo: 'think' } })
    expect(world.requests).toHaveLength(1)
    expect(await steps()).toMatchObject([{ observations: [{ tool: 'readFile', ok: true }], finished: true }])
  })

  test('a stored answer is not requested again if the reply about the stored row was lost', async () => {
    world.played.answers.push(LOOK)
    world.steps.loseAnswer('keepAnswer')
    await expect(thinkOf(1)).rejects.toThrow('got lost')
    await thinkOf(1, 0, attempt(2))
    expect(world.requests).toHaveLength(1)
  })

  test('a stored answer is not requested again if the whole step was complete: the result is the same', async () => {
    world.played.answers.push(LOOK, FINISH)
    await thinkOf(1)
    const before = await steps()
    expect(await thinkOf(1, 0, attempt(2))).toEqual({ readable: true, next: { todo: 'think' } })
    expect(await steps()).toEqual(before)
    expect(await thinkOf(2)).toEqual(await thinkOf(2, 0, attempt(2)))
    expect(world.requests).toHaveLength(2)
  })
})

describe('an unreadable answer', () => {
  test.each(['', 'I would rather talk.', '{"thought":"x","actions":[]}', '{"actions":'])(
    'an unreadable answer gets an observation that says what is wrong: %j',
    async (answer) => {
      world.played.answers.push(answer, FINISH)
      expect(await thinkOf(1)).toEqual({ readable: false, next: { todo: 'think' } })
      expect(await steps()).toMatchObject([{ answer, toolCalls: [], observations: [{ tool: 'answer', ok: false }], finished: true }])
      await thinkOf(2)
      expect(lastMessages().at(-1)?.content).toContain('"tool":"answer"')
    },
  )

  test('an unreadable answer ends the turn at the third in a row, and again for a retry', async () => {
    world.played.answers.push('one', 'two', 'three')
    expect(await thinkOf(1, 0)).toMatchObject({ readable: false })
    expect(await thinkOf(2, 1)).toMatchObject({ readable: false })
    await expect(thinkOf(3, 2)).rejects.toMatchObject({ kind: 'model-unreadable' })
    await expect(thinkOf(3, 2, attempt(2))).rejects.toMatchObject({ kind: 'model-unreadable' })
    expect(world.requests).toHaveLength(3)
    expect((await steps()).map(({ observations }) => observations.length)).toEqual([1, 1, 1])
  })
})
