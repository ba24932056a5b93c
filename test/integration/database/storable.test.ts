import { beforeAll, describe, expect, test } from 'vitest'
import { storable } from '#src/adapters/prisma/storable.ts'
import { modelAnswer, newVersion, useDatabase } from '../../support/database-world.ts'

/** PostgreSQL refuses each of these in text or in JSON. No turn may fail because of them. */
const NUL = 'a\u0000b'
const HALF = 'a\ud83db'
const BOTH = `${NUL}${HALF}`
const CLEAN = 'a\ufffdba\ufffdb'

const world = useDatabase()
let turnId: string
beforeAll(async () => {
  turnId = await world.open({ prompt: BOTH, author: { id: 1, login: BOTH } })
})

describe('text that the database can’t store gets replacement characters', () => {
  test('text that the database can’t store gets replacement characters in a prompt and a login', async () => {
    expect(await world.turns.turn(turnId)).toMatchObject({ prompt: CLEAN, author: { login: CLEAN } })
  })

  test('text that the database can’t store gets replacement characters in a model’s answer, which is returned as it was stored', async () => {
    const kept = await world.steps.keepAnswer(
      turnId,
      modelAnswer(1, {
        answer: BOTH,
        thought: BOTH,
        model: BOTH,
        changes: { [BOTH]: 'hash' },
        toolCalls: [
          { tool: 'writeFile', args: { path: BOTH, content: BOTH } },
          { tool: 'invalid', named: BOTH, problem: BOTH },
        ],
      }),
    )
    expect(kept).toMatchObject({
      answer: CLEAN,
      thought: CLEAN,
      model: CLEAN,
      changes: { [CLEAN]: 'hash' },
      toolCalls: [
        { tool: 'writeFile', args: { path: CLEAN, content: CLEAN } },
        { tool: 'invalid', named: CLEAN, problem: CLEAN },
      ],
    })
    expect(await world.steps.step(turnId, 1)).toEqual(kept)
  })

  test('text that the database can’t store gets replacement characters in an observation, deep inside and in its keys', async () => {
    const observation = { tool: 'executeCommand', ok: true, stdout: BOTH, lines: [{ [BOTH]: [BOTH] }] }
    await world.steps.keepObservation(turnId, 1, 0, observation, { [BOTH]: null })
    expect(await world.steps.step(turnId, 1)).toMatchObject({
      observations: [{ tool: 'executeCommand', ok: true, stdout: CLEAN, lines: [{ [CLEAN]: [CLEAN] }] }],
      changes: { [CLEAN]: null },
    })
  })

  test('text that the database can’t store gets replacement characters in a version, its checks and its fragments', async () => {
    const version = await newVersion(world, turnId, {
      summary: BOTH,
      files: { [BOTH]: 'hash' },
      checks: [{ name: 'Types', outcome: 'failed', detail: BOTH }],
    })
    expect(await world.versions.prepareVersion(version)).toMatchObject({ summary: CLEAN, checks: [{ detail: CLEAN }] })
    const fragments = [{ type: 'CODE' as const, content: BOTH, metadata: { path: BOTH } }]
    await world.versions.publish(turnId, { commitSha: 'f'.repeat(40), partial: false, fragments })
    expect(await world.rows('SELECT content, metadata FROM "Fragment"')).toEqual([{ content: CLEAN, metadata: { path: CLEAN } }])
  })

  test('text that the database can’t store gets replacement characters in the summary of a turn that ends', async () => {
    const other = await world.open({ issue: 8 })
    await world.turns.endTurn(other, { state: 'UNCHANGED', summary: BOTH })
    expect(await world.rows(`SELECT content FROM "Message" WHERE role = 'ASSISTANT' AND "turnId" = $1`, [other])).toEqual([
      { content: CLEAN },
    ])
  })
})

test.each<[unknown, unknown]>([
  ['plain 𝒳 👩‍👩‍👧 text\n\t\u0001', 'plain 𝒳 👩‍👩‍👧 text\n\t\u0001'],
  [
    { a: [1, null, true, 'b\0'], 'c\0': undefined },
    { a: [1, null, true, 'b\ufffd'], 'c\ufffd': undefined },
  ],
  [12n, 12n],
  [null, null],
])('all other text is stored unchanged', (value, kept) => {
  expect(storable(value)).toEqual(kept)
})

test('a Date stays a Date', () => {
  const moment = new Date(0)
  expect(storable({ moment }).moment).toBe(moment)
})
