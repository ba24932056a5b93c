import type { ServerResponse } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { begin, event, refuse, startChatServer, stream } from '#test/support/chat-server.ts'
import type { ChatBody, ChatServer } from '#test/support/chat-server.ts'
import { startStack, untilTrue, type Stack } from '#test/support/stack/start-stack.ts'
import { answer, stepsSoFar } from '#test/support/scripted-model.ts'
import { botComments, command, untilEnded } from '../../support/stack/one-of-each.ts'

/** The machine may be busy. */
const PATIENCE_MS = 200_000
vi.setConfig({ testTimeout: 2 * PATIENCE_MS })

let server: ChatServer
let stage: Stack
beforeAll(async () => {
  server = await startChatServer()
  stage = await startStack({ modelUrl: server.url, settings: { OLLIO_PRICE_IN: '1', OLLIO_PRICE_OUT: '10' } })
})
afterAll(async () => {
  await stage.close()
  await server.close()
})
beforeEach(() => void server.calls.splice(0))

const COMPONENT = `export function Hello() {\n  return <p>Hello</p>\n}\n`
const PREVIEW = `import { Hello } from '../src/components/hello'\n\nexport default function Preview() {\n  return <main><h1>Hello</h1><Hello /></main>\n}\n`

/** A small turn of two steps. */
function work(response: ServerResponse, { messages }: ChatBody): void {
  const write = answer(
    'I write it.',
    { tool: 'writeFile', args: { path: 'src/components/hello.tsx', content: COMPONENT } },
    { tool: 'writeFile', args: { path: '.ollio/preview.tsx', content: PREVIEW } },
  )
  stream(response, [stepsSoFar(messages) === 0 ? write : answer('That is all.', { tool: 'finish', args: { summary: 'Says hello.' } })])
}

async function lastComment(issue: number): Promise<string> {
  await untilTrue(async () => (await botComments(stage, issue)).some((body) => /^### (?:v1 is ready|Failed)/.test(body)))
  return (await botComments(stage, issue))[0] ?? ''
}

test('a model server that is busy, fails or breaks off is asked again, and the receipt shows the cost', async () => {
  const troubles: ((response: ServerResponse) => void)[] = [
    (response) => refuse(response, 429, { message: 'Rate limit' }, { 'retry-after-ms': '300' }),
    (response) => refuse(response, 503, { message: 'Overloaded' }),
    (response) => {
      begin(response)
      event(response, { delta: { content: '{"thought":"I' } })
      setTimeout(() => response.destroy(), 20)
    },
  ]
  server.script((response, body) => (troubles.shift() ?? work)(response, body))
  const { issue, comment } = await command(stage, '/ollio generate something that says hello')
  expect(await untilEnded(stage, comment, PATIENCE_MS)).toBe('PUBLISHED')
  expect(server.calls).toHaveLength(5)
  // Two answers with 120 prompt tokens and 7 completion tokens each, as reported by the server.
  expect(await lastComment(issue)).toContain('254 tokens ($0.00038) · 2 steps')
})

test('a picture in the comment reaches the model; a model that can’t see is asked again without it, and the comment says so', async () => {
  const bytes = Buffer.from('\u0089PNG\r\n\u001A\n a mock-up', 'latin1')
  const { url } = await stage.github.addAttachment(bytes)
  server.script((response, body) =>
    JSON.stringify(body.messages).includes('image_url')
      ? refuse(response, 400, { message: 'This model does not support image input.' })
      : work(response, body),
  )
  // People and the bot reach the same GitHub, but the bot goes through the gate.
  const seenByBot = url.replace(stage.github.url, stage.apiGate.url)
  const { issue, comment } = await command(
    stage,
    `/ollio generate a hello like ![this](${seenByBot}) or ![that](https://elsewhere.example/b.png)`,
  )
  expect(await untilEnded(stage, comment, PATIENCE_MS)).toBe('PUBLISHED')
  const parts = server.calls
    .flatMap(({ messages }) => messages)
    .flatMap(({ content }) => (Array.isArray(content) ? (content as object[]) : []))
  expect(parts).toContainEqual({ type: 'image_url', image_url: { url: `data:image/png;base64,${bytes.toString('base64')}` } })
  expect(JSON.stringify(server.calls[0]?.messages)).toContain('a hello like (picture 1) or (a picture that could not be used)')
  expect(server.calls).toHaveLength(3)
  const told = await lastComment(issue)
  expect(told).toContain('Pictures that could not be used: 1 not uploaded to GitHub.')
  expect(told).toContain('can’t see pictures')
})

test('a model that repeats itself is stopped with a reason, and the credits are returned', async () => {
  server.script((response) => stream(response, [answer('I look.', { tool: 'listFiles', args: { path: 'src', depth: 1 } })]))
  const { issue, comment } = await command(stage, '/ollio generate something')
  expect(await untilEnded(stage, comment, PATIENCE_MS)).toBe('FAILED')
  expect(server.calls).toHaveLength(5)
  expect(await lastComment(issue)).toMatch(/repeated the same step several times[^]*the 10 credits were returned/)
})

test('a request that is always too long fails the turn with a reason', async () => {
  server.script((response) => refuse(response, 400, { message: 'Too long', code: 'context_length_exceeded' }))
  const { issue, comment } = await command(stage, '/ollio generate something')
  expect(await untilEnded(stage, comment, PATIENCE_MS)).toBe('FAILED')
  expect(server.calls).toHaveLength(1)
  expect(await lastComment(issue)).toContain('longer than the language model can read at once')
})
