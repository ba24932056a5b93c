import { beforeEach, describe, expect, test } from 'vitest'
import { callModel } from '#src/activities/agent/call-model.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import type { CompletionRequest } from '#src/ports/language-model.ts'
import { answerOf, attempt, useWorld } from '../../support/activities/world.ts'
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

describe("an answer that can't be used", () => {
  test("an answer that can't be used asks for a shorter one if it was cut off at the length limit", async () => {
    const { model } = world.ports
    const cutting = {
      ...world.ports,
      model: { ...model, complete: async (request: CompletionRequest) => ({ ...(await model.complete(request)), cut: true }) },
    }
    world.played.answers.push(LOOK.slice(0, 30), LOOK)
    expect(await callModel(cutting, { turnId: turn.id, number: 1, unreadableBefore: 0, limit: 3 }, attempt())).toMatchObject({
      readable: false,
    })
    expect(await steps()).toMatchObject([{ cut: true, observations: [{ error: expect.stringContaining('cut off at the length limit') }] }])
    expect(await callModel(cutting, { turnId: turn.id, number: 2, unreadableBefore: 1, limit: 3 }, attempt())).toMatchObject({
      readable: true,
    })
  })

  test("an answer that can't be used is not run if it is the same for the third time, and finally ends the turn", async () => {
    const write = answerOf({ tool: 'writeFile', args: { path: 'src/a.ts', content: 'a' } })
    world.played.answers.push(write, write, write, write, write)
    expect([await thinkOf(1), await thinkOf(2)]).toMatchObject([{ readable: true }, { readable: true }])
    expect(await thinkOf(3)).toEqual({ readable: false, next: { todo: 'think' } })
    expect(await thinkOf(3, 0, attempt(2))).toEqual({ readable: false, next: { todo: 'think' } })
    expect((await steps())[2]?.observations).toMatchObject([{ tool: 'answer', ok: false, error: expect.stringContaining('third time') }])
    await thinkOf(4, 1)
    await expect(thinkOf(5, 2)).rejects.toMatchObject({ kind: 'model-repeats' })
    expect(world.requests).toHaveLength(5)
  })

  test("an answer that can't be used is not run if it repeats a tool call that keeps failing", async () => {
    const missing = { tool: 'readFile', args: { path: 'none.ts' } }
    const other = (path: string) => ({ tool: 'writeFile', args: { path, content: 'a' } })
    world.played.answers.push(...['a.ts', 'b.ts', 'c.ts', 'd.ts'].map((path) => answerOf(other(path), missing)))
    for (const number of [1, 2, 3]) expect(await thinkOf(number)).toMatchObject({ readable: true })
    expect(await thinkOf(4)).toMatchObject({ readable: false })
    expect((await steps())[3]?.observations).toMatchObject([{ error: expect.stringContaining('failed three times') }])
    expect(Object.keys((await steps())[3]?.changes ?? {})).toEqual(['a.ts', 'b.ts', 'c.ts'])
  })

  test("an answer that can't be used is quoted only in part", async () => {
    world.played.answers.push('x'.repeat(400_000), '', FINISH)
    await thinkOf(1)
    await thinkOf(2)
    await thinkOf(3)
    expect(
      lastMessages()
        .filter(({ role }) => role === 'assistant')
        .map(({ content }) => content),
    ).toEqual(['x'.repeat(2_000), '(an empty answer)'])
  })
})

test('a model without picture support is recorded in the step', async () => {
  const { model } = world.ports
  const blind = {
    ...world.ports,
    model: { ...model, complete: async (request: CompletionRequest) => ({ ...(await model.complete(request)), withoutPictures: true }) },
  }
  world.played.answers.push(LOOK)
  await callModel(blind, { turnId: turn.id, number: 1, unreadableBefore: 0, limit: 3 }, attempt())
  expect(await steps()).toMatchObject([{ withoutPictures: true }])
})
