import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { startRecordedModel } from '#dev/recorded-model/start-recorded-model.ts'
import { useRecordedModel } from '../../support/recorded-model/use-recorded-model.ts'
import { summaryBlocks } from '#src/domain/messages/summary-markdown.ts'
import { machine } from '../../support/recorded-model/mistakes.ts'
import { answerOf, playTurn } from '../../support/recorded-model/play.ts'
import { changed, shop } from '../../support/recorded-model/shop-workspace.ts'

const CARD = 'src/components/pricing-card.tsx'
const SYSTEM = { role: 'system', content: 'You build components.' } as const
const GENERATE = 'A responsive pricing card, with three tiers!'
const REFINE = 'Highlight the middle tier and add a monthly/yearly switch'

const ITEMS = (count: number) => Array.from({ length: count }, () => 'item')

const recorded = useRecordedModel()

test('a refinement plays after a whole earlier turn with all its steps', async () => {
  const workspace = await shop()
  const { messages } = await playTurn(recorded.client, [SYSTEM], GENERATE, workspace, machine())
  await playTurn(recorded.client, messages, REFINE, workspace, machine())
  expect(workspace.get(CARD)).toContain('Most popular')
})

test.each(['a sign-up form', 'pricing', 'a dashboard with a table of orders and a chart', REFINE, ''])(
  'the prompt %j, which matches no recording or two, gets the list of known prompts and changes no file',
  async (request) => {
    const workspace = await shop()
    const played = await playTurn(recorded.client, [SYSTEM], request, workspace, machine())
    expect(played.turns.map(({ actions }) => actions.map(({ tool }) => tool))).toEqual([['finish']])
    expect(played.summary).toContain('I am a recording')
    expect(await changed(workspace)).toEqual({})
  },
)

test('the list of known prompts has four projects with two refinements each and is short enough to be shown in full', async () => {
  const { summary } = await playTurn(recorded.client, [SYSTEM], 'something else', await shop(), machine())
  const blocks = summaryBlocks(summary)
  expect(blocks.map(({ kind }) => kind)).toEqual([
    'paragraph',
    ...ITEMS(4),
    ...Array.from({ length: 4 }, () => ['paragraph', ...ITEMS(2)]).flat(),
  ])
  const items = blocks.flatMap((block) => (block.kind === 'item' ? [block.spans] : []))
  expect(items.every((spans) => spans.length === 1 && spans[0]?.kind === 'code' && spans[0].text.startsWith('/ollio '))).toBe(true)
  expect(items.flat().map(({ text }) => text)).toContain('/ollio generate a responsive pricing card with three tiers')
  expect(summary.length).toBeLessThan(1_500)
})

test('it stops with an explanation if a tool call fails that succeeded in the recording', async () => {
  const workspace = await shop()
  workspace.delete('src/components/ui/card.tsx')
  const played = await playTurn(recorded.client, [SYSTEM], GENERATE, workspace, machine())
  expect(played.turns).toHaveLength(3)
  expect(played.summary).toContain('I stopped because')
  expect(played.summary).toContain('src/components/ui/card.tsx does not exist')
})

test('it goes on with what was recorded if a busy machine cut a tool call short or sent the work back', async () => {
  const { messages, turns, summary } = await playTurn(recorded.client, [SYSTEM], GENERATE, await shop(), machine())
  const after = async (observation: object): Promise<{ actions: { tool: string }[] }> => {
    const content = JSON.stringify({ observations: [observation] })
    const answer = await answerOf(recorded.client, [...messages.slice(0, 2), messages[2] ?? SYSTEM, { role: 'user', content }])
    return JSON.parse(answer)
  }
  const next = turns[1]?.actions.map(({ tool }) => tool)
  const calls = async (observation: object) => (await after(observation)).actions.map(({ tool }) => tool)
  expect(await calls({ tool: 'executeCommand', ok: false, exitCode: null, timedOut: true })).toEqual(next)
  expect(
    await calls({
      tool: 'viewPage',
      ok: false,
      error: 'The page could not be built: this machine was too busy. If nothing in your code explains it, this is not your fault; go on.',
    }),
  ).toEqual(next)
  const again = await after({ tool: 'finish', ok: false, error: 'The checks found problems.', problems: ['Page: x'] })
  expect(again.actions).toEqual([{ tool: 'finish', args: { summary } }])
})

test('it stops if the types still have errors after the mistake was fixed', async () => {
  const played = await playTurn(recorded.client, [SYSTEM], GENERATE, await shop(), {
    ...machine(),
    executeCommand: () => 'src/App.tsx:1:1: error',
  })
  expect(played.summary).toContain('executeCommand failed')
  expect(played.summary).toContain('src/App.tsx:1:1: error')
})

test('it says that it cannot continue if the check fails after its last step', async () => {
  const { messages } = await playTurn(recorded.client, [SYSTEM], GENERATE, await shop(), machine())
  const found = {
    role: 'user',
    content: JSON.stringify({ observations: [{ tool: 'check', ok: false, error: 'color-contrast' }] }),
  } as const
  const answer = await answerOf(recorded.client, [...messages, found])
  expect(answer).toContain('check failed')
  expect(answer).toContain('color-contrast')
})

test('the same messages get the same answer, also from another server, streamed or not, with pictures or not', async () => {
  const { messages } = await playTurn(recorded.client, [SYSTEM], GENERATE, await shop(), machine())
  const other = await startRecordedModel({ tokensPerSecond: 20_000, firstTokenMs: 5 })
  try {
    const elsewhere = new OpenAI({ baseURL: other.url, apiKey: 'another', maxRetries: 0 })
    for (const length of [2, 4, 6, 8]) {
      const start = messages.slice(0, length)
      const withPictures = start.map((message) =>
        message.role === 'user' && typeof message.content === 'string'
          ? {
              role: 'user' as const,
              content: [
                { type: 'text' as const, text: message.content },
                { type: 'image_url' as const, image_url: { url: 'data:image/png;base64,AA==' } },
              ],
            }
          : message,
      )
      const answer = messages[length]?.content
      expect(await answerOf(recorded.client, start)).toBe(answer)
      expect(await answerOf(elsewhere, withPictures)).toBe(answer)
      const whole = await elsewhere.chat.completions.create({ model: 'ollio-recorded', messages: start })
      expect(whole.choices[0]?.message.content).toBe(answer)
      expect(whole.usage?.total_tokens).toBeGreaterThan(0)
    }
  } finally {
    await other.close()
  }
})
