import { beforeEach, describe, expect, test } from 'vitest'
import { acknowledgeTurn, postFinalComment, showProgress } from '#src/activities/messages/progress-comment.ts'
import { baseOf } from '#src/domain/projects/base-of-turn.ts'
import { callModel } from '#src/activities/agent/call-model.ts'
import type { EndedTurn, TurnRecord } from '#src/domain/projects/records.ts'
import { publishedTurn } from '../../support/activities/publishing-world.ts'
import { ADDRESS, answerOf, attempt, bytesOf, useWorld } from '../../support/activities/world.ts'

const world = useWorld()
let turn: TurnRecord
beforeEach(async () => {
  world.reset()
  turn = await world.preparedTurn()
})

const input = () => ({ turnId: turn.id })
const marker = () => `<!-- ollio:turn:${turn.key} -->`
const bodies = () => world.host.comments.map(({ body }) => body)
const thought = async (...actions: { tool: string; args: Record<string, unknown> }[]) => {
  world.played.answers.push(answerOf(...actions))
  await callModel(world.ports, { turnId: turn.id, number: 1, unreadableBefore: 0, limit: 3 }, attempt())
}

describe('a turn is acknowledged', () => {
  test('a turn is acknowledged with a reaction and one comment, whose id is stored', async () => {
    await acknowledgeTurn(world.ports, input())
    expect(world.host.reactions).toEqual([{ target: { kind: 'comment', id: turn.commandId }, reaction: 'eyes' }])
    expect(world.host.comments).toMatchObject([{ issue: turn.commentsOn, marker: marker() }])
    expect(bodies()[0]).toMatch(/\*\*Preparing\*\* · \d+ s · 0 steps · /)
    expect(bodies()[0]).toContain(marker())
    expect((await world.ports.turns.turn(turn.id)).progressCommentId).toBe(world.host.comments[0]?.id)
  })

  test('a turn is acknowledged with one comment even if GitHub’s first response got lost', async () => {
    world.codeHost.loseAnswer('putComment')
    await expect(acknowledgeTurn(world.ports, input())).rejects.toThrow('got lost')
    await acknowledgeTurn(world.ports, input())
    expect(world.host.comments).toHaveLength(1)
  })

  test.each([
    ['review', { kind: 'review', pullRequest: 12 }],
    ['review-comment', { kind: 'review-comment' }],
  ] as const)('a turn is acknowledged on the place where the command was written: a %s', async (kind, target) => {
    turn = await world.openTurn({ kind, number: 12 }, { ...ADDRESS, issue: 9_000 })
    await acknowledgeTurn(world.ports, input())
    expect(world.host.reactions).toEqual([{ target: { ...target, id: turn.commandId }, reaction: 'eyes' }])
    expect(world.host.comments).toMatchObject([{ issue: 12 }])
  })
})

describe('the progress of a turn', () => {
  test('the progress of a turn is shown in the stored comment', async () => {
    await acknowledgeTurn(world.ports, input())
    await thought({ tool: 'listFiles', args: { path: '' } })
    await showProgress(world.ports, { ...input(), phase: 'Checking' })
    expect(world.host.comments).toHaveLength(1)
    expect(bodies()[0]).toMatch(/\*\*Checking\*\* · \d+ s · 1 step · /)
    expect(bodies()[0]).toContain('I go on.')
  })

  test('the progress of a turn is shown in a new comment if none exists yet', async () => {
    await showProgress(world.ports, { ...input(), phase: 'Thinking' })
    await showProgress(world.ports, { ...input(), phase: 'Checking' })
    expect(world.host.comments).toHaveLength(1)
    expect((await world.ports.turns.turn(turn.id)).progressCommentId).toBe(world.host.comments[0]?.id)
  })
})

describe('what people have to know of their pictures', () => {
  const LINE = 'Pictures that could not be used: 1 larger than 5 MB, 1 over the limit of 5.'
  const BLIND = 'can’t see pictures'

  async function preparedWith(unused: string[]): Promise<void> {
    const base = baseOf(await world.ports.turns.turn(turn.id))
    const opening = { messages: [], manifest: {}, unused }
    const prompt = await world.ports.artifacts.put(bytesOf(JSON.stringify(opening)))
    await world.ports.turns.setBase(turn.id, { ...base, prompt })
  }

  test('what people have to know of their pictures are shown while the turn runs and at its end', async () => {
    await showProgress(world.ports, { ...input(), phase: 'Thinking' })
    expect(bodies()[0]).not.toContain('Pictures that')
    await preparedWith(['too-large', 'too-many'])
    await showProgress(world.ports, { ...input(), phase: 'Thinking' })
    expect(bodies()[0]).toContain(LINE)
    turn = await publishedTurn(world, await world.ports.turns.turn(turn.id), { 'src/price.tsx': 'export {}\n' })
    await postFinalComment(world.ports, input())
    expect(bodies()[0]).toMatch(new RegExp(`### v1 is ready[^]*${LINE}`))
    expect(bodies()[0]).not.toContain(BLIND)
  })

  test('what people have to know of their pictures say if the model can’t see pictures', async () => {
    const { model } = world.ports
    const complete: typeof model.complete = async (request) => ({ ...(await model.complete(request)), withoutPictures: true })
    world.played.answers.push(answerOf({ tool: 'finish', args: { summary: 'It already is like that.' } }))
    await callModel(
      { ...world.ports, model: { ...model, complete } },
      { turnId: turn.id, number: 1, unreadableBefore: 0, limit: 3 },
      attempt(),
    )
    await showProgress(world.ports, { ...input(), phase: 'Thinking' })
    expect(bodies()[0]).toContain(BLIND)
    await world.ports.turns.endTurn(turn.id, { state: 'UNCHANGED', summary: '' })
    await postFinalComment(world.ports, input())
    expect(bodies()[0]).toMatch(new RegExp(`### Nothing to change[^]*${BLIND}`))
  })
})

describe('the last state of the comment', () => {
  const afterEnd = async (end: EndedTurn): Promise<string> => {
    await acknowledgeTurn(world.ports, input())
    await world.ports.turns.endTurn(turn.id, end)
    await postFinalComment(world.ports, input())
    expect(world.host.comments).toHaveLength(1)
    return bodies()[0] ?? ''
  }

  test('the last state of the comment shows what was published, what was checked and what it cost', async () => {
    await acknowledgeTurn(world.ports, input())
    turn = await publishedTurn(world, turn, { 'src/price.tsx': 'export {}\n' })
    await postFinalComment(world.ports, input())
    expect(world.host.comments).toHaveLength(1)
    const commitSha = world.host.branches.get(turn.project.branch)?.at(-1)?.sha.slice(0, 7)
    for (const part of [
      '### v1 is ready: Pricing Card',
      'What was made.',
      `Pull request #${turn.project.pullRequest}`,
      world.ports.links.versionPage(turn.project.id, 1),
      ` · commit ${commitSha}`,
      '| Types | ✅ passed |',
      '10 credits · 1,234 tokens · 1 step',
      '@mara',
      marker(),
    ]) {
      expect(bodies()[0]).toContain(part)
    }
  })

  test('the last state of the comment of an unchanged turn shows the agent’s summary', async () => {
    await thought({ tool: 'finish', args: { summary: 'It is blue already.' } })
    const text = await afterEnd({ state: 'UNCHANGED', summary: 'It is blue already.' })
    expect(text).toContain('### Nothing to change')
    expect(text).toContain('It is blue already.')
  })

  test('the last state of the comment of an unchanged turn without a summary says that nothing was found to change', async () => {
    expect(await afterEnd({ state: 'UNCHANGED', summary: '' })).toContain('The agent found nothing to change.')
  })

  test('the last state of the comment of a failed turn shows the reason and the returned credits', async () => {
    const text = await afterEnd({ state: 'FAILED', failure: 'branch-moved', summary: '' })
    expect(text).toContain('### Failed: the branch kept changing')
    expect(text).toContain('Somebody pushed to the branch several times while this turn tried to publish')
    expect(text).toContain('the 10 credits were returned')
  })

  test('the last state of the comment of a cancelled turn says so', async () => {
    expect(await afterEnd({ state: 'CANCELLED', failure: 'cancelled', summary: '' })).toContain('### Cancelled')
  })

  test('the last state of the comment is written to the first comment with the turn’s marker, even if another one is stored', async () => {
    await acknowledgeTurn(world.ports, input())
    world.host.comments.unshift({ id: 1, issue: turn.commentsOn, marker: marker(), body: 'an earlier attempt’s' })
    await postFinalComment(world.ports, input())
    expect(bodies()).toEqual([expect.stringContaining('**Finishing**'), expect.stringContaining('**Preparing**')])
  })
})
