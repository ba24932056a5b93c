import { beforeEach, describe, expect, test } from 'vitest'
import { deliverTurn } from '#src/activities/projects/deliver-command.ts'
import { endTurn } from '#src/activities/projects/end-turn.ts'
import { openTurn } from '#src/activities/projects/open-turn.ts'
import { callModel } from '#src/activities/agent/call-model.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import { answerOf, ADDRESS, attempt, useWorld, turnRequest } from '../../support/activities/world.ts'

const world = useWorld()
let address: ProjectAddress
beforeEach(() => {
  world.reset()
  address = { ...ADDRESS, issue: (address?.issue ?? 0) + 1 }
})

const opened = async (message = turnRequest()) => {
  const opening = await openTurn(world.ports, { address, message })
  return opening.outcome === 'open' ? world.ports.turns.turn(opening.turnId) : expect.fail(opening.outcome)
}
const lastEntry = async () => (await world.ports.ledger.summary(address.repositoryId, 1))?.entries[0]

describe('opening a turn', () => {
  test('opening a turn creates project, turn and message of the command and charges its credits', async () => {
    const message = turnRequest({ command: { name: 'generate', prompt: 'a responsive sign-in form with two fields', cut: false } })
    expect(await opened(message)).toMatchObject({
      key: `comment:${message.id}`,
      operation: 'generate',
      state: 'RUNNING',
      credits: 10,
      prompt: 'a responsive sign-in form with two fields',
      base: null,
      project: {
        name: 'Sign-in Form',
        branch: `ollio/${address.issue}-1-sign-in-form`,
        baseBranch: 'main',
        issue: address.issue,
        ordinal: 1,
      },
    })
    expect(await lastEntry()).toMatchObject({ operation: 'generate', credits: -10, actor: 'mara' })
  })

  test('opening a turn stores the line that its command was written on', async () => {
    const note = { path: 'src/card.tsx', fromLine: 3, toLine: 4, code: 'a\nb', text: '' }
    const turn = await opened(turnRequest({ kind: 'review-comment', line: { note, reviewId: 5 } }))
    expect(turn.notes).toEqual([note])
  })

  test('opening a turn stores the line comments of its review in their order, at most thirty', async () => {
    const message = turnRequest({ kind: 'review' })
    const comments = Array.from({ length: 40 }, (_, index) => ({
      path: `src/${index}.tsx`,
      line: 1,
      diffHunk: '@@ @@\n+a',
      body: `note ${index}`,
    }))
    world.host.reviews.set(message.id, { body: '/ollio mend these', comments })
    const { notes } = await opened(message)
    expect(notes).toHaveLength(30)
    expect(notes[29]).toEqual({ path: 'src/29.tsx', fromLine: 1, toLine: 1, code: 'a', text: 'note 29' })
  })

  test('opening a turn continues without line comments if the review is gone', async () => {
    expect((await opened(turnRequest({ kind: 'review' }))).notes).toEqual([])
  })

  test('opening a turn gives the preview a URL that can’t be guessed', async () => {
    const [one, other] = [await opened(), await opened()]
    expect(one.previewPath).toMatch(/^[0-9a-f]{32}$/)
    expect(other.previewPath).not.toBe(one.previewPath)
  })

  test('opening a turn uses the package that admission found; the project keeps it unless a command names another', async () => {
    expect((await opened()).project.packageFolder).toBe('')
    address = { ...address, ordinal: 2 }
    expect((await opened(turnRequest({ packageFolder: 'packages/web' }))).project.packageFolder).toBe('packages/web')
    // Admitted at the same time, before there was a project with a package.
    expect((await opened(turnRequest({ packageFolder: 'packages/ui' }))).project.packageFolder).toBe('packages/web')
    const command = { name: 'generate' as const, prompt: 'a card', cut: false, package: './packages/ui' }
    expect((await opened(turnRequest({ packageFolder: 'packages/ui', command }))).project.packageFolder).toBe('packages/ui')
    expect((await opened()).project.packageFolder).toBe('packages/ui')
  })

  test('opening a turn charges less if there is a pull request already', async () => {
    const first = await opened()
    expect((await opened()).operation).toBe('generate')
    await world.ports.projects.setPullRequest(first.project.id, 12)
    expect(await opened()).toMatchObject({ operation: 'refine', credits: 2 })
    address = { ...address, ordinal: 2 }
    expect(await opened()).toMatchObject({ operation: 'generate', credits: 10 })
  })

  test('opening a turn finds a turn that is already open and charges nothing more', async () => {
    const message = turnRequest()
    world.turns.loseAnswer('openTurn')
    await expect(openTurn(world.ports, { address, message })).rejects.toThrow('got lost')
    const entry = await lastEntry()
    const turn = await opened(message)
    expect(await lastEntry()).toEqual(entry)
    await endTurn(world.ports, { turnId: turn.id, state: 'UNCHANGED' })
    expect(await openTurn(world.ports, { address, message })).toEqual({ outcome: 'already-done' })
  })

  test('opening a turn charges nothing if there are not enough credits', async () => {
    const ports = { ...world.ports, rules: { ...world.ports.rules, monthlyCredits: 7 } }
    const repository = { installationId: 4, repositoryId: 77, owner: 'acme', name: 'poor' }
    const opening = await openTurn(ports, { address: { ...address, repositoryId: 77 }, message: turnRequest({ repository }) })
    expect(opening).toEqual({ outcome: 'insufficient', balance: 7, cost: 10, nextRefillAt: expect.stringMatching(/^\d{4}-\d\d-01T/) })
    expect(await ports.projects.latestOfIssue(77, address.issue)).toBeNull()
  })
})

test('a turn is sent to its project’s workflow', async () => {
  const message = turnRequest()
  await deliverTurn(world.ports, { address, message })
  expect(world.requested).toEqual([{ address, turn: message }])
})

describe('ending a turn', () => {
  test('ending a turn returns its credits once', async () => {
    const turn = await opened()
    await endTurn(world.ports, { turnId: turn.id, state: 'FAILED', failure: 'nothing-builds' })
    expect(await world.ports.turns.turn(turn.id)).toMatchObject({ state: 'FAILED', failure: 'nothing-builds' })
    const balance = (await world.ports.ledger.summary(address.repositoryId, 1))?.balance
    await endTurn(world.ports, { turnId: turn.id, state: 'CANCELLED', failure: 'cancelled' })
    expect(await world.ports.turns.turn(turn.id)).toMatchObject({ state: 'FAILED', failure: 'nothing-builds' })
    expect((await world.ports.ledger.summary(address.repositoryId, 1))?.balance).toBe(balance)
  })

  test('ending a turn stores the agent’s last summary if there is one', async () => {
    const turn = await world.preparedTurn()
    world.played.answers.push(answerOf({ tool: 'finish', args: { summary: 'It is blue already.' } }))
    await callModel(world.ports, { turnId: turn.id, number: 1, unreadableBefore: 0, limit: 3 }, attempt())
    await endTurn(world.ports, { turnId: turn.id, state: 'UNCHANGED' })
    expect(await world.ports.turns.turn(turn.id)).toMatchObject({ state: 'UNCHANGED', failure: null })
  })
})
