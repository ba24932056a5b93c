import OpenAI from 'openai'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { recordedFile } from '#src/local/model/recording.ts'
import { startRecordedModel, type RecordedModel } from '#src/local/model/start-recorded-model.ts'
import { shopFiles } from '#src/local/shop-files.ts'
import { answerOf, playTurn, type Workspace } from './play.ts'

const CARD = 'src/components/pricing-card.tsx'
const SECTION = 'src/components/pricing-section.tsx'
const SWITCH = 'src/components/billing-switch.tsx'
const PREVIEW = '.ollio/preview.tsx'
const SYSTEM = { role: 'system', content: 'You build components.' } as const
const GENERATE = 'A responsive pricing card, with three tiers!'
const REFINE = 'Highlight the middle tier and add a monthly/yearly switch'

let model: RecordedModel
let client: OpenAI

beforeAll(async () => {
  model = await startRecordedModel()
  client = new OpenAI({ baseURL: model.url, apiKey: 'any', maxRetries: 0 })
})
afterAll(() => model.close())

async function shop(): Promise<Workspace> {
  const decoder = new TextDecoder()
  return new Map(Object.entries(await shopFiles()).map(([path, bytes]) => [path, decoder.decode(bytes)]))
}

/** A compiler that knows one rule: `Price` has no prop `amount`. */
const compile = (workspace: Workspace) => ([...workspace.values()].some((text) => text.includes('<Price amount=')) ? 1 : 0)

async function changed(workspace: Workspace): Promise<Record<string, string>> {
  const before = await shop()
  return Object.fromEntries([...workspace].filter(([path, text]) => before.get(path) !== text))
}

async function recordedFiles(state: string, paths: string[]): Promise<Record<string, string>> {
  return Object.fromEntries(
    await Promise.all(paths.map(async (path) => [path, await recordedFile(`pricing-card/${state}/${path}`)] as const)),
  )
}

test('the generate session makes a mistake, sees it, mends it and ends in the files that were recorded', async () => {
  const workspace = await shop()
  const exitCodes: number[] = []
  const played = await playTurn(client, [SYSTEM], GENERATE, workspace, (files) => {
    exitCodes.push(compile(files))
    return exitCodes.at(-1) ?? 0
  })
  expect(exitCodes).toEqual([1, 0])
  expect(await changed(workspace)).toEqual(await recordedFiles('generated', [CARD, SECTION, PREVIEW]))
  expect(played.turns).toHaveLength(7)
  expect(played.turns.every(({ thought, actions }) => thought !== '' && actions.length <= 8)).toBe(true)
  expect(played.turns.flatMap(({ actions }) => actions).filter(({ tool }) => tool === 'viewPage')).toEqual([
    { tool: 'viewPage', args: { width: 375 } },
    { tool: 'viewPage', args: { width: 1280 } },
  ])
  expect(played.summary).toContain('Added a pricing card')
})

test('the refinement edits what is there, also after an earlier turn that is given as its summary only', async () => {
  const workspace = await shop()
  await playTurn(client, [SYSTEM], GENERATE, workspace, compile)
  const history = [
    SYSTEM,
    { role: 'user', content: JSON.stringify({ request: GENERATE }) },
    { role: 'assistant', content: 'Added a pricing card.' },
  ] as const
  const played = await playTurn(client, history, REFINE, workspace, compile)
  expect(await changed(workspace)).toEqual(await recordedFiles('refined', [CARD, SECTION, SWITCH, PREVIEW]))
  const written = played.turns.flatMap(({ actions }) => actions).filter(({ tool }) => tool === 'writeFile')
  expect(written.map(({ args }) => args['path'])).toEqual([SWITCH])
  expect(played.turns.every(({ thought, actions }) => thought !== '' && actions.length <= 8)).toBe(true)
  expect(JSON.stringify(played.messages)).toContain('find occurs 3 times')
  expect(played.summary).toContain('The middle tier stands out now')
})

test('a refinement follows a whole earlier turn with its steps too', async () => {
  const workspace = await shop()
  const { messages } = await playTurn(client, [SYSTEM], GENERATE, workspace, compile)
  await playTurn(client, messages, REFINE, workspace, compile)
  expect(workspace.get(CARD)).toBe(await recordedFile(`pricing-card/refined/${CARD}`))
})

test.each(['a login form', 'pricing', REFINE, ''])(
  'to %j, which begins no recording, it lists what it knows and touches no file',
  async (request) => {
    const workspace = await shop()
    const played = await playTurn(client, [SYSTEM], request, workspace, compile)
    expect(played.turns.map(({ actions }) => actions.map(({ tool }) => tool))).toEqual([['finish']])
    expect(played.summary).toContain('I am a recording')
    expect(played.summary).toContain('/ollio generate a responsive pricing card with three tiers')
    expect(played.summary).toContain('/ollio highlight the middle tier and add a monthly/yearly switch')
    expect(await changed(workspace)).toEqual({})
  },
)

test('it stops, and says why, where an action fails that had succeeded when it was recorded', async () => {
  const workspace = await shop()
  workspace.delete('src/components/ui/card.tsx')
  const played = await playTurn(client, [SYSTEM], GENERATE, workspace, compile)
  expect(played.turns).toHaveLength(3)
  expect(played.summary).toContain('I stopped')
  expect(played.summary).toContain('src/components/ui/card.tsx does not exist')
})

test('it stops where the types are still wrong after the mistake was mended', async () => {
  const played = await playTurn(client, [SYSTEM], GENERATE, await shop(), () => 1)
  expect(played.summary).toContain('executeCommand failed')
})

test('it says that it cannot go on where something is found wrong after its last step', async () => {
  const { messages } = await playTurn(client, [SYSTEM], GENERATE, await shop(), compile)
  const found = {
    role: 'user',
    content: JSON.stringify({ observations: [{ tool: 'check', ok: false, error: 'color-contrast' }] }),
  } as const
  const answer = await answerOf(client, [...messages, found])
  expect(answer).toContain('check failed')
  expect(answer).toContain('color-contrast')
})

test('the same messages have the same answer, also from another server, streamed or not, with pictures or not', async () => {
  const { messages } = await playTurn(client, [SYSTEM], GENERATE, await shop(), compile)
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
      expect(await answerOf(client, start)).toBe(answer)
      expect(await answerOf(elsewhere, withPictures)).toBe(answer)
      const whole = await elsewhere.chat.completions.create({ model: 'ollio-recorded', messages: start })
      expect(whole.choices[0]?.message.content).toBe(answer)
      expect(whole.usage?.total_tokens).toBeGreaterThan(0)
    }
  } finally {
    await other.close()
  }
})
