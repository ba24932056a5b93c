import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { startRecordedModel } from '#dev/recorded-model/start-recorded-model.ts'
import { useRecordedModel } from '../../support/recorded-model/use-recorded-model.ts'

const MESSAGES: OpenAI.ChatCompletionMessageParam[] = [
  { role: 'system', content: 'You build components.' },
  { role: 'user', content: JSON.stringify({ request: 'a responsive pricing card with three tiers' }) },
]

const recorded = useRecordedModel()

test('a stream starts with the role and ends with a finish reason and, if requested, the usage', async () => {
  const stream = await recorded.client.chat.completions.create({
    model: 'ollio-recorded',
    messages: MESSAGES,
    stream: true,
    stream_options: { include_usage: true },
  })
  const chunks: OpenAI.ChatCompletionChunk[] = []
  for await (const chunk of stream) chunks.push(chunk)
  expect(chunks[0]?.choices[0]?.delta.role).toBe('assistant')
  expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop')
  expect(chunks.at(-1)?.choices).toEqual([])
  expect(chunks.at(-1)?.usage?.completion_tokens).toBeGreaterThan(0)
  expect(new Set(chunks.map(({ id }) => id)).size).toBe(1)
})

test('the list of models has its one model', async () => {
  const models = await recorded.client.models.list()
  expect(models.data.map(({ id }) => id)).toEqual(['ollio-recorded'])
})

const post = (body: string, headers: Record<string, string> = { authorization: 'Bearer any' }) =>
  fetch(`${recorded.url}/chat/completions`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })

test('a request without authorization gets an error in OpenAI’s format', async () => {
  const response = await post('{}', {})
  expect(response.status).toBe(401)
  expect(await response.json()).toEqual({
    error: { message: expect.any(String), type: 'invalid_request_error', param: null, code: 'invalid_api_key' },
  })
})

test.each(['', 'not JSON', '[]', '{"model":"m"}', '{"model":"m","messages":[]}', '{"model":"m","messages":[{"role":"user","content":1}]}'])(
  'the malformed body %j is rejected',
  async (body) => {
    const response = await post(body)
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      error: { type: 'invalid_request_error', message: expect.stringContaining('chat completion') },
    })
  },
)

test('a body that is larger than any conversation is rejected', async () => {
  const response = await post(JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'x'.repeat(41 * 1024 * 1024) }] }))
  expect(response.status).toBe(413)
})

test('the server keeps answering and closes after a client disconnects during an answer', async () => {
  const slow = await startRecordedModel({ tokensPerSecond: 50 })
  const impatient = new OpenAI({ baseURL: slow.url, apiKey: 'any', maxRetries: 0 })
  const stream = await impatient.chat.completions.create({ model: 'ollio-recorded', messages: MESSAGES, stream: true })
  for await (const chunk of stream) {
    expect(chunk.model).toBe('ollio-recorded')
    break
  }
  expect((await impatient.models.list()).data).toHaveLength(1)
  await slow.close()
  await expect(slow.close()).resolves.toBeUndefined()
})
