import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createDatabase } from '#src/adapters/prisma/prisma-database.ts'
import type { Observation } from '#src/domain/agent/agent-protocol.ts'
import { modelAnswer, startDatabase } from '../../support/database-world.ts'
import type { DatabaseWorld } from '../../support/database-world.ts'

let world: DatabaseWorld
let turnId: string
beforeEach(async () => {
  world = await startDatabase()
  turnId = await world.open()
})
afterEach(() => world.close())

const seen = (text: string): Observation => ({ tool: 'readFile', ok: true, text })

describe('a model’s answer', () => {
  test('a model’s answer is stored and read back unchanged', async () => {
    const answer = modelAnswer(1, {
      answer: 'x'.repeat(400_000),
      toolCalls: [
        { tool: 'editFile', args: { path: 'src/a.tsx', find: '<b>"\\', replace: '𝒳 עברית' } },
        { tool: 'invalid', named: 'fly', problem: 'This tool does not exist.' },
      ],
      changes: { 'src/a.tsx': 'a'.repeat(64), 'src/gone.tsx': null },
      promptTokens: 2_147_483_647,
    })
    const kept = await world.steps.keepAnswer(turnId, answer)
    expect(kept).toEqual({ ...answer, observations: [], finished: false })
    expect(await world.steps.step(turnId, 1)).toEqual(kept)
    expect(await world.steps.step(turnId, 2)).toBeNull()
  })

  test('a model’s answer stays the first one if another arrives for the same step, even at the same moment', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => world.steps.keepAnswer(turnId, modelAnswer(1, { thought: `answer ${index}` }))),
    )
    expect(new Set(answers.map(({ thought }) => thought)).size).toBe(1)
    const late = await world.steps.keepAnswer(turnId, modelAnswer(1, { thought: 'late' }))
    expect(late).toEqual(answers[0])
    expect(await world.count('Step')).toBe(1)
  })

  test('a model’s answer belongs to a step, and steps are returned in order', async () => {
    for (const number of [2, 10, 1]) await world.steps.keepAnswer(turnId, modelAnswer(number))
    expect((await world.steps.steps(turnId)).map(({ number }) => number)).toEqual([1, 2, 10])
  })
})

describe('an observation', () => {
  beforeEach(() => world.steps.keepAnswer(turnId, modelAnswer(1, { changes: { 'a.tsx': 'old' } })))

  test('an observation is appended at its index, with the changes after it', async () => {
    await world.steps.keepObservation(turnId, 1, 0, seen('one'), { 'a.tsx': 'one' })
    await world.steps.keepObservation(turnId, 1, 1, seen('two'), { 'a.tsx': null })
    expect(await world.steps.step(turnId, 1)).toMatchObject({ observations: [seen('one'), seen('two')], changes: { 'a.tsx': null } })
  })

  test('an observation changes nothing if its index already has an observation, however late it arrives', async () => {
    await world.steps.keepObservation(turnId, 1, 0, seen('one'), { 'a.tsx': 'one' })
    await world.steps.keepObservation(turnId, 1, 0, seen('double'), { 'a.tsx': 'double' })
    await world.steps.keepObservation(turnId, 1, 1, seen('two'), { 'a.tsx': 'two' })
    await world.steps.keepObservation(turnId, 1, 0, seen('late'), { 'a.tsx': 'late' })
    expect(await world.steps.step(turnId, 1)).toMatchObject({ observations: [seen('one'), seen('two')], changes: { 'a.tsx': 'two' } })
  })

  test('an observation changes nothing if earlier observations or the step are missing', async () => {
    await world.steps.keepObservation(turnId, 1, 1, seen('two'), {})
    await world.steps.keepObservation(turnId, 9, 0, seen('one'), {})
    expect(await world.steps.step(turnId, 1)).toMatchObject({ observations: [], changes: { 'a.tsx': 'old' } })
  })

  test('an observation is stored whole and once if several arrive for one index at the same time', async () => {
    await Promise.all(Array.from({ length: 12 }, (_, i) => world.steps.keepObservation(turnId, 1, 0, seen(`${i}`), { 'a.tsx': `${i}` })))
    const step = await world.steps.step(turnId, 1)
    expect(step?.observations).toHaveLength(1)
    expect(step?.changes['a.tsx']).toBe(step?.observations[0]?.['text'])
  })

  test('an observation may be large and contain any JSON', async () => {
    const observation = {
      tool: 'executeCommand',
      ok: false,
      stdout: 'é'.repeat(500_000),
      exitCode: null,
      nested: { list: [1, { two: false }] },
    }
    await world.steps.keepObservation(turnId, 1, 0, observation, {})
    expect((await world.steps.step(turnId, 1))?.observations).toEqual([observation])
  })
})

test('a finished step stays finished', async () => {
  await world.steps.keepAnswer(turnId, modelAnswer(1))
  await world.steps.finishStep(turnId, 1)
  await world.steps.finishStep(turnId, 1)
  await world.steps.finishStep(turnId, 2)
  expect((await world.steps.steps(turnId)).map(({ finished }) => finished)).toEqual([true])
})

test('the receipt adds up the steps and names the model of the last one', async () => {
  await world.steps.keepAnswer(turnId, modelAnswer(1, { model: 'zeta-1', promptTokens: 100, completionTokens: 20 }))
  await world.steps.keepAnswer(turnId, modelAnswer(2, { model: 'alpha-2', promptTokens: 300, completionTokens: 5 }))
  expect(await world.turns.receipt(turnId)).toEqual({
    credits: 10,
    promptTokens: 400,
    completionTokens: 25,
    steps: 2,
    model: 'alpha-2',
    seconds: expect.any(Number),
    dollars: null,
  })
  const priced = createDatabase(world.url, { in: 1.25, out: 10 })
  expect((await priced.store.turns.receipt(turnId)).dollars).toBeCloseTo((400 * 1.25 + 25 * 10) / 1_000_000, 12)
  await priced.close()
})

test('details of a step are stored with it', async () => {
  const special = { prefix: 'the key of an artifact', cut: true, withoutPictures: true }
  await world.steps.keepAnswer(turnId, modelAnswer(1, special))
  expect(await world.steps.steps(turnId)).toMatchObject([special])
})
