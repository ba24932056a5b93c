import { beforeEach, describe, expect, test } from 'vitest'
import { checkVersion } from '#src/activities/checks/check-version.ts'
import { callModel } from '#src/activities/agent/call-model.ts'
import { sentenceFor } from '#src/domain/shared/failures.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import { compiling } from '../../support/activities/fake-compiler.ts'
import { ADDRESS, answerOf, attempt, FILES, useWorld } from '../../support/activities/world.ts'

const world = useWorld()
let turn: TurnRecord
beforeEach(async () => {
  world.reset()
  world.sandboxes.onRun = compiling()
  turn = await world.preparedTurn()
})

const FINISH = { tool: 'finish', args: { summary: 'Made a price.' } }
const wrote = (path: string, content: string) => ({ tool: 'writeFile', args: { path, content } })
const PREVIEW = wrote('.ollio/preview.tsx', 'export default function Preview() {}\n')
const CARD = wrote('src/price.tsx', 'export function Price() {\n  return <p>9</p>\n}\n')

async function step(number: number, ...actions: { tool: string; args: Record<string, unknown> }[]): Promise<void> {
  world.played.answers.push(answerOf(...actions))
  await callModel(world.ports, { turnId: turn.id, number, unreadableBefore: 0, limit: 3 }, attempt())
}
const checked = (number: number, last = false) => checkVersion(world.ports, { turnId: turn.id, number, last }, attempt())
const version = () => world.ports.versions.versionOfTurn(turn.id)
const problems = async (number: number) => (await world.ports.steps.step(turn.id, number))?.observations.at(-1)?.['problems']
const outcomes = async () =>
  (await version())?.checks.filter(({ outcome }) => outcome !== 'passed').map(({ name, outcome }) => `${name} ${outcome}`)

describe('a problem that is sent back once', () => {
  test('a problem that is sent back once goes back the first time, and the second time the version is accepted with a warning', async () => {
    await step(1, CARD, FINISH)
    expect(await checked(1)).toBe('sent-back')
    expect(await problems(1)).toEqual([expect.stringMatching(/^Preview:/)])
    await step(2, FINISH)
    expect(await checked(2)).toBe('stands')
    expect(await outcomes()).toEqual(['Preview warning'])
    expect((await version())?.draft).toBe(false)
  })

  test('a problem that is sent back once is also a file that was rewritten in a small refinement', async () => {
    const long = Array.from({ length: 50 }, (_, index) => `export const value${index} = ${index}\n`).join('')
    const { project, base } = await world.preparedTurn({ ...FILES, 'src/long.ts': long })
    await world.ports.projects.setPullRequest(project.id, project.issue)
    turn = await world.openTurn({ command: { name: 'refine', prompt: 'other names', cut: false } }, { ...ADDRESS, issue: project.issue })
    if (base !== null) await world.ports.turns.setBase(turn.id, base)
    await step(1, wrote('src/long.ts', long.replaceAll('value', 'number')), PREVIEW, FINISH)
    expect(await checked(1)).toBe('sent-back')
    expect(await problems(1)).toEqual([expect.stringContaining('src/long.ts was rewritten: 50 of its 50 lines were removed')])
    await step(2, { tool: 'finish', args: { summary: 'The names of all values were asked for.' } })
    expect(await checked(2)).toBe('stands')
    expect(await outcomes()).toEqual(['Changes warning'])
  })
})

describe('a secret', () => {
  const TOKEN = ['ghp', 'abcdefghijklmnopqrstuvwxyz0123456789'].join('_')
  const KEY = wrote('src/key.ts', `export const key = '${TOKEN}'\n`)

  test('a secret goes back like a failed check, without being repeated', async () => {
    await step(1, CARD, PREVIEW, KEY, FINISH)
    expect(await checked(1)).toBe('sent-back')
    expect(await problems(1)).toEqual([
      expect.stringMatching(/^Secrets: src\/key\.ts:1: This looks like a secret \(github\/GITHUB_TOKEN\)/),
    ])
    expect(JSON.stringify(await problems(1))).not.toContain(TOKEN)
    await step(2, wrote('src/key.ts', 'export const key = "none"\n'), FINISH)
    expect(await checked(2)).toBe('stands')
  })

  test("a secret that stays stops the turn, and the error doesn't contain it", async () => {
    await step(1, CARD, PREVIEW, KEY, FINISH)
    const failure = await checked(1, true).catch((error: unknown) => error)
    expect(failure).toMatchObject({ kind: 'secret-found', message: expect.stringContaining('src/key.ts:1') })
    expect(String(failure) + sentenceFor('secret-found')).not.toContain(TOKEN)
    expect(await version()).toBeNull()
  })

  test('a secret stops the turn at its limit as well', async () => {
    await step(1, CARD, PREVIEW, KEY)
    await expect(checkVersion(world.ports, { turnId: turn.id, number: null, last: true }, attempt())).rejects.toMatchObject({
      kind: 'secret-found',
    })
  })
})

test('checks that still fail in the last round are published in a draft, with their locations', async () => {
  world.sandboxes.onRun = compiling({ types: 'src/price.tsx(2,10): error TS2322: No' })
  await step(1, CARD, PREVIEW, FINISH)
  expect(await checked(1, true)).toBe('stands')
  expect(await outcomes()).toEqual(['Types failed'])
  expect((await version())?.checks.find(({ name }) => name === 'Types')?.annotations).toEqual([
    { path: 'src/price.tsx', line: 2, level: 'failure', message: 'error TS2322: No' },
  ])
})

test('pictures of the dark scheme are stored beside the others', async () => {
  turn = await world.preparedTurn({ ...FILES, 'src/index.css': '.dark { color: white }\n' })
  await step(1, CARD, PREVIEW, FINISH)
  await checked(1)
  expect(Object.keys((await version())?.pictures ?? {}).toSorted()).toEqual(['1280', '1280-dark', '375', '768'])
})
