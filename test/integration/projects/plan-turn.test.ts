import { beforeEach, describe, expect, test } from 'vitest'
import { openTurn } from '#src/activities/projects/open-turn.ts'
import type { ParsedTurnCommand, TurnCommand } from '#src/domain/commands/command-message.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import { publishedTurn } from '../../support/activities/publishing-world.ts'
import { ADDRESS, useWorld, turnRequest } from '../../support/activities/world.ts'

const world = useWorld()
let address: ProjectAddress
beforeEach(() => {
  world.reset()
  address = { ...ADDRESS, issue: (address?.issue ?? 900) + 1 }
})

const requestOf = (command: ParsedTurnCommand, changes: Partial<TurnCommand> = {}) =>
  turnRequest({ number: address.issue, ...changes, command })
const opening = (message: TurnCommand) => openTurn(world.ports, { address, message })
async function opened(message: TurnCommand): Promise<TurnRecord> {
  const outcome = await opening(message)
  if (outcome.outcome !== 'open') throw new Error(JSON.stringify(outcome))
  return world.ports.turns.turn(outcome.turnId)
}
const startTurn = (changes: Partial<TurnCommand> = {}) => world.openTurn({ number: address.issue, ...changes }, address)
const end = (turn: TurnRecord, state: 'FAILED' | 'CANCELLED') =>
  world.ports.turns.endTurn(turn.id, { state, failure: state === 'FAILED' ? 'model-busy' : 'cancelled', summary: '' })
const balance = async () => (await world.ports.ledger.summary(address.repositoryId, 1))?.balance ?? 0
const NOTHING = { outcome: 'nothing', answer: { about: 'nothing-to-retry' } }

describe('retry', () => {
  test.each(['FAILED', 'CANCELLED'] as const)(
    'retry repeats a turn that ended %s with its prompt and notes, at the same cost',
    async (state) => {
      const note = { path: 'src/card.tsx', fromLine: 3, toLine: 4, code: 'a\nb', text: '' }
      await end(await startTurn({ kind: 'review-comment', line: { note, reviewId: 5 } }), state)
      const before = await balance()
      expect(await opened(requestOf({ name: 'retry' }))).toMatchObject({
        operation: 'generate',
        prompt: 'a pricing card',
        notes: [note],
        credits: 10,
        number: 2,
      })
      expect(await balance()).toBe(before - 10)
    },
  )

  test('retry opens one turn if it is delivered twice', async () => {
    await end(await startTurn(), 'FAILED')
    const message = requestOf({ name: 'retry' })
    const [one, two] = [await opened(message), await opened(message)]
    expect(two.id).toBe(one.id)
  })

  test('retry gets a reply and costs nothing if the turn was published or is running, or there is none', async () => {
    const before = await balance()
    expect(await opening(requestOf({ name: 'retry' }))).toEqual(NOTHING)
    const turn = await startTurn()
    expect(await opening(requestOf({ name: 'retry' }))).toEqual(NOTHING)
    await publishedTurn(world, turn, { 'src/price.tsx': 'x\n' })
    expect(await opening(requestOf({ name: 'retry' }))).toEqual(NOTHING)
    expect(await balance()).toBe(before - 10)
  })

  test('retry gets a reply if an earlier retry succeeded', async () => {
    await end(await startTurn(), 'FAILED')
    await publishedTurn(world, await opened(requestOf({ name: 'retry' })), { 'src/price.tsx': 'x\n' })
    expect(await opening(requestOf({ name: 'retry' }))).toEqual(NOTHING)
  })

  test('retry repeats a refinement and an undo', async () => {
    await publishedTurn(world, await startTurn(), { 'src/price.tsx': 'x\n' })
    await publishedTurn(world, await startTurn(), { 'src/price.tsx': 'y\n' })
    await end(await startTurn(), 'FAILED')
    const again = await opened(requestOf({ name: 'retry' }))
    expect(again).toMatchObject({ operation: 'refine', credits: 2 })
    await end(again, 'CANCELLED')
    await end(await opened(requestOf({ name: 'undo' })), 'FAILED')
    expect(await opening(requestOf({ name: 'retry' }))).toMatchObject({ outcome: 'open', operation: 'restore' })
  })
})

describe('fix', () => {
  test('fix stores the failed checks of the branch’s head as evidence, not as part of the prompt', async () => {
    const turn = await publishedTurn(world, await startTurn(), { 'src/price.tsx': 'x\n' })
    const head = (await world.host.branchHead(turn.project.repository, turn.project.branch)) ?? ''
    const annotations = [{ path: 'src/price.tsx', line: 3, level: 'failure' as const, message: 'Unexpected any' }]
    world.host.failed.set(head, [{ name: 'lint', title: 'One error', summary: null, annotations, log: '\u001B[31mfailed\u001B[0m' }])
    const fixing = await opened(requestOf({ name: 'fix' }))
    expect(fixing).toMatchObject({ operation: 'refine', credits: 2, prompt: 'Fix the repository’s failing checks' })
    expect(fixing.failedChecks).toBe(
      'Check "lint" failed.\nOne error\nsrc/price.tsx:3: failure: Unexpected any\nThe end of its log:\nfailed',
    )
    await end(fixing, 'FAILED')
    expect((await opened(requestOf({ name: 'retry' }))).failedChecks).toBe(fixing.failedChecks)
  })

  test('fix gets a reply if all checks passed or there is no branch', async () => {
    const nothing = { outcome: 'nothing', answer: { about: 'nothing-to-fix' } }
    expect(await opening(requestOf({ name: 'fix' }))).toEqual(nothing)
    await publishedTurn(world, await startTurn(), { 'src/price.tsx': 'x\n' })
    expect(await opening(requestOf({ name: 'fix' }))).toEqual(nothing)
  })
})
