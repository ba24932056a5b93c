import { beforeEach, describe, expect, test } from 'vitest'
import { callModel } from '#src/activities/agent/call-model.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import type { ActivityPorts } from '#src/activities/shared/activity-ports.ts'
import type { CompletionRequest } from '#src/ports/language-model.ts'
import { answerOf, attempt, bytesOf, useWorld } from '../../support/activities/world.ts'

const WINDOW = 32_000
const world = useWorld()
let ports: ActivityPorts
let turn: TurnRecord
beforeEach(async () => {
  world.reset()
  turn = await world.preparedTurn()
  ports = { ...world.ports, rules: { ...world.ports.rules, contextTokens: WINDOW }, model: counting }
})

/** Roughly what a tokenizer counts. */
function tokensOf({ messages }: CompletionRequest): number {
  return Math.ceil(textOf(messages).length / 3.7) + picturesOf(messages).length * 1_000
}
function textOf(messages: CompletionRequest['messages']): string {
  return messages
    .map(({ content }) => (typeof content === 'string' ? content : content.map((part) => (part.type === 'text' ? part.text : ''))))
    .join('\n')
}
function picturesOf(messages: CompletionRequest['messages']) {
  return messages.flatMap(({ content }) => (typeof content === 'string' ? [] : content.filter(({ type }) => type === 'image')))
}

/** A model with a context limit: it counts tokens and rejects messages over the limit. */
const counting: ActivityPorts['model'] = {
  name: 'played',
  async complete(request) {
    if (tokensOf(request) > WINDOW) throw new Failure('model-overfull', 'too long')
    const answer = await world.ports.model.complete(request)
    return { ...answer, promptTokens: tokensOf(request) }
  },
}

const thinkOf = (number: number, context = attempt()) =>
  callModel(ports, { turnId: turn.id, number, unreadableBefore: 0, limit: 3 }, context)
const steps = () => ports.steps.steps(turn.id)
const sent = (index: number) => world.requests.at(index)?.messages ?? []
const text = (letter: string, characters = 9_000) => `${letter.repeat(50)}\n`.repeat(Math.ceil(characters / 51)).slice(0, characters)
const write = (path: string, content: string) => answerOf({ tool: 'writeFile', args: { path, content } })

describe('a turn of 20 steps with large files in a context of 32,000 tokens', () => {
  test("a turn of 20 steps with large files in a context of 32,000 tokens never exceeds the context, keeps each file's newest state, and only appends between stored compactions", async () => {
    for (let number = 1; number <= 20; number += 1) {
      // Four files, written again and again with new text.
      const letter = String.fromCodePoint(64 + number)
      world.played.answers.push(write(`src/${number % 4}.tsx`, text(letter)))
      expect(await thinkOf(number)).toEqual({ readable: true, next: { todo: 'think' } })
    }
    expect(world.requests).toHaveLength(20)
    expect(Math.max(...world.requests.map(tokensOf))).toBeLessThan(WINDOW)
    // The last call still contains the file states of the last three steps and of the one before.
    for (const letter of ['P', 'Q', 'R', 'S']) expect(textOf(sent(19))).toContain(letter.repeat(50))
    expect(textOf(sent(19))).not.toContain('A'.repeat(50))
    const rows = await steps()
    const compactions = rows.filter(({ prefix }) => prefix !== null).map(({ number }) => number)
    expect(compactions.length).toBeGreaterThan(0)
    expect(compactions.length).toBeLessThan(10)
    for (const { number } of rows.slice(1)) {
      const [before, now] = [sent(number - 2), sent(number - 1)]
      const grows = JSON.stringify(now.slice(0, before.length)) === JSON.stringify(before)
      expect(grows).toBe(!compactions.includes(number))
      expect(now).toHaveLength(before.length + 2)
    }
  })

  test('a turn of 20 steps with large files in a context of 32,000 tokens sends a retry the same bytes, before its answer was stored and after a compaction', async () => {
    for (let number = 1; number <= 12; number += 1) {
      world.played.answers.push(write(`src/${number}.tsx`, text(String.fromCodePoint(64 + number))))
      world.steps.failNext('keepAnswer', new Failure('database-busy', 'busy'))
      await expect(thinkOf(number)).rejects.toMatchObject({ kind: 'database-busy' })
      world.played.answers.push(write(`src/${number}.tsx`, text(String.fromCodePoint(64 + number))))
      await thinkOf(number, attempt(2))
      expect(JSON.stringify(sent(-1))).toBe(JSON.stringify(sent(-2)))
    }
    expect((await steps()).some(({ prefix }) => prefix !== null)).toBe(true)
  })
})

test('only the two newest page pictures stay', async () => {
  for (let number = 1; number <= 4; number += 1) {
    world.played.answers.push(answerOf({ tool: 'viewPage', args: { width: 320 + number } }))
    await thinkOf(number)
    const picture = await ports.artifacts.put(bytesOf(`picture ${number}`))
    await ports.steps.keepObservation(turn.id, number, 0, { tool: 'viewPage', ok: true, width: 375, picture, ms: 5 }, {})
    await ports.steps.finishStep(turn.id, number)
  }
  world.played.answers.push(answerOf({ tool: 'finish', args: { summary: 'Made it.' } }))
  await thinkOf(5)
  expect(world.requests.map(({ messages }) => picturesOf(messages).length)).toEqual([0, 1, 2, 2, 2])
  expect(picturesOf(sent(-1)).map((part) => part.type === 'image' && Buffer.from(part.bytes).toString())).toEqual([
    'picture 3',
    'picture 4',
  ])
  expect((await steps()).map(({ prefix }) => prefix !== null)).toEqual([false, false, false, true, true])
})

describe('a server that rejects messages as too long', () => {
  const refuseLongerThan = (characters: number): void => {
    ports = {
      ...ports,
      rules: { ...ports.rules, contextTokens: 1_000_000 },
      model: {
        name: 'played',
        async complete(request) {
          if (textOf(request.messages).length <= characters) return world.ports.model.complete(request)
          world.requests.push(request)
          throw new Failure('model-overfull', 'too long')
        },
      },
    }
  }

  test('a server that rejects messages as too long gets shortened messages once, and only those from then on', async () => {
    refuseLongerThan(20_000)
    world.played.answers.push(write('src/a.tsx', text('a')), write('src/b.tsx', text('b')), write('src/a.tsx', text('c', 500)))
    for (const number of [1, 2, 3]) await thinkOf(number)
    expect(world.requests).toHaveLength(3)
    world.played.answers.push(write('src/a.tsx', text('d', 3_000)))
    await thinkOf(4)
    world.played.answers.push(answerOf({ tool: 'finish', args: { summary: 'Made it.' } }))
    await thinkOf(5)
    expect(world.requests.map(({ messages }) => textOf(messages).length <= 20_000)).toEqual([true, true, true, true, false, true])
    expect((await steps()).map(({ prefix }) => prefix !== null)).toEqual([false, false, false, false, true])
  })

  test("a server that rejects messages as too long ends the turn if the messages can't be shortened", async () => {
    refuseLongerThan(5)
    await expect(thinkOf(1)).rejects.toMatchObject({ kind: 'model-overfull' })
    expect(world.requests).toHaveLength(1)
    expect(await steps()).toEqual([])
  })
})
