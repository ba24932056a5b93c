import { beforeEach, describe, expect, test } from 'vitest'
import { postReply } from '#src/activities/commands/post-reply.ts'
import type { Reply } from '#src/domain/messages/reply.ts'
import type { Command } from '#src/domain/commands/command-message.ts'
import { publishedTurn } from '../../support/activities/publishing-world.ts'
import { commandMessage, useWorld } from '../../support/activities/world.ts'

const world = useWorld()
beforeEach(() => world.reset())

/** The text of the reply after the quote of the command, without `**` and the hidden marker. */
async function answered(given: Reply, changes: Partial<Command> = {}): Promise<string> {
  await postReply(world.ports, { message: commandMessage(changes), answer: given })
  const [quote, ...rest] = (world.host.comments.at(-1)?.body ?? '').replaceAll('**', '').split('\n\n')
  expect(quote).toBe('> `mara`: /ollio generate a pricing card')
  expect(rest.pop()).toMatch(/^<!-- ollio:reply:.* -->$/)
  return rest.join('\n\n')
}

test('a reply is one comment, even if it is posted twice', async () => {
  const message = commandMessage({ number: 31 })
  await postReply(world.ports, { message, answer: { about: 'help' } })
  world.codeHost.loseAnswer('putComment')
  await expect(postReply(world.ports, { message, answer: { about: 'help' } })).rejects.toThrow('got lost')
  await postReply(world.ports, { message, answer: { about: 'help' } })
  expect(world.host.comments).toMatchObject([{ issue: 31, marker: `<!-- ollio:reply:comment:${message.id} -->` }])
  expect(world.host.comments[0]?.body).toContain('/ollio generate <what to build>')
})

test.each<[Reply, string]>([
  [{ about: 'empty-prompt' }, 'Tell Ollio what to build'],
  [{ about: 'queue-full', limit: 20 }, '20 requests are already waiting here'],
  [
    { about: 'could-not-start', failure: 'database-busy' },
    'Ollio’s database was too busy or could not be reached. Nothing is wrong with your request. Nothing was started',
  ],
  [{ about: 'misspelt', word: 'genrate', suggestion: 'generate' }, 'There is no command `genrate`.'],
  [{ about: 'insufficient', cost: 10, balance: 3, nextRefillAt: '2026-12-01T00:00:00.000Z' }, 'This needs 10 credits; 3 are left.'],
])('the reply to %j quotes the command and says what to do', async (given, text) => {
  expect(await answered(given)).toContain(text)
})

describe('a reply with stored data', () => {
  test('a reply with stored data shows the credits, before and after the first use', async () => {
    expect(await answered({ about: 'credits' })).toBe('This repository has not used Ollio yet. It starts with 1000000 credits a month.')
    await world.preparedTurn()
    expect(await answered({ about: 'credits' })).toContain('999990 credits left. The allowance is 1000000 credits a month')
  })

  test('a reply with stored data shows the status, on the issue and on the pull request', async () => {
    const nothing = 'Ollio has not built anything here yet. Comment `/ollio generate <what to build>` to start.'
    expect(await answered({ about: 'status' }, { number: 4_000 })).toBe(nothing)
    const turn = await world.preparedTurn()
    const { project } = turn
    expect(await answered({ about: 'status' }, { number: project.issue })).toMatch(
      /^Pricing Card · no pull request yet · nothing published yet\n\nWorking on “a pricing card” for `mara` \(\d+ s so far\)$/,
    )
    await publishedTurn(world, turn, { 'src/price.tsx': 'export {}\n' })
    world.played.waiting = 2
    const pullRequest = (await world.ports.turns.turn(turn.id)).project.pullRequest ?? 0
    const resting = `Pricing Card · pull request #${pullRequest} · v1\n\nNo turn is running.\n\n2 more requests are waiting.`
    expect(await answered({ about: 'status' }, { number: project.issue })).toBe(resting)
    expect(await answered({ about: 'status' }, { number: pullRequest, onPullRequest: true })).toBe(resting)
    expect(await answered({ about: 'status' }, { number: project.issue, onPullRequest: true })).toBe(nothing)
  })

  test('a reply with stored data lists the published versions, newest first', async () => {
    const nothing = 'Ollio has not built anything here yet. Comment `/ollio generate <what to build>` to start.'
    expect(await answered({ about: 'versions' }, { number: 4_000 })).toBe(nothing)
    const turn = await world.preparedTurn()
    expect(await answered({ about: 'versions' }, { number: turn.project.issue })).toBe('Nothing has been published here yet.')
    await publishedTurn(world, turn, { 'src/price.tsx': 'export {}\n' })
    const table = await answered({ about: 'versions' }, { number: turn.project.issue })
    expect(table).toContain(`| [v1](${world.ports.links.versionPage(turn.project.id, 1)}) | What was made. |`)
  })
})
