import { describe, expect, test } from 'vitest'
import type { CompletionRequest } from '#src/ports/language-model.ts'
import { begin, event, stream } from '../../support/chat-server.ts'
import { useChatServer } from '../../support/use-chat-server.ts'
import { printed } from '#test/support/sandbox/printed.ts'

const server = useChatServer()

const request = (changes: Partial<CompletionRequest> = {}): CompletionRequest => ({
  messages: [
    { role: 'system', content: 'You are Ollio.' },
    { role: 'user', content: 'a card' },
    { role: 'assistant', content: '{}' },
  ],
  schema: { name: 'answer', jsonSchema: { type: 'object' } },
  signal: new AbortController().signal,
  ...changes,
})

describe('an answer', () => {
  test('an answer is everything that was streamed, with the server’s own model name and usage', async () => {
    server.script((response) => stream(response, ['{"thought":', '"é', ' 𝒳"', '}']))
    const answer = await server.model.complete(request())
    expect(answer).toEqual({
      text: '{"thought":"é 𝒳"}',
      model: 'model-1-dated',
      promptTokens: 120,
      completionTokens: 7,
      cut: false,
      withoutPictures: false,
    })
  })

  test('an answer is requested as a stream, with our key, the messages and a strict schema', async () => {
    await server.model.complete(request())
    expect(server.keys).toEqual(['Bearer key-1'])
    expect(server.calls).toEqual([
      {
        model: 'model-1',
        messages: request().messages,
        stream: true,
        stream_options: { include_usage: true },
        response_format: { type: 'json_schema', json_schema: { name: 'answer', schema: { type: 'object' }, strict: true } },
      },
    ])
  })

  test('an answer may be empty, because the model sent nothing or because it was cut off', async () => {
    server.script((response) => stream(response, []))
    expect(await server.model.complete(request())).toMatchObject({ text: '', cut: false })
    server.script((response) => stream(response, [], 'length'))
    expect(await server.model.complete(request())).toMatchObject({ text: '', cut: true })
  })

  test('an answer that the server cut at its limit is marked as cut', async () => {
    server.script((response) => stream(response, ['{"thou'], 'length'))
    expect(await server.model.complete(request())).toMatchObject({ text: '{"thou', cut: true })
  })

  test('an answer without an end is cut at our limit, and its stream is closed', async () => {
    const closed = new Promise((resolve) => {
      server.script((response) => {
        begin(response)
        response.once('close', resolve)
        const send = (): void => {
          while (!response.destroyed && response.writableLength < 1_000_000)
            event(response, { delta: { content: `x${'😀'.repeat(9_999)}` } })
        }
        response.on('drain', send)
        send()
      })
    })
    const answer = await server.model.complete(request())
    await closed
    expect(answer).toMatchObject({ cut: true })
    expect([printed(answer.text).length, printed(answer.text).isWellFormed()]).toEqual([400_000, true])
  })

  test('an answer without a usage, or with an invalid one, has zero tokens', async () => {
    server.script((response) => {
      begin(response)
      event(response, { delta: { content: '{}' }, finish_reason: 'stop' })
      event(response, null, { usage: { prompt_tokens: -1, completion_tokens: 1e300 } })
      response.end()
    })
    expect(await server.model.complete(request())).toMatchObject({ text: '{}', promptTokens: 0, completionTokens: 0 })
  })

  test('an answer may have other kinds of events in between', async () => {
    server.script((response) => {
      begin(response)
      response.write(': keep alive\n\n')
      response.write('data: {"choices":[]}\n\ndata: {"object":"ping"}\n\n')
      response.write('data: {"choices":[{"index":0}]}\n\n')
      event(response, { delta: { role: 'assistant', content: null, reasoning_content: 'I think.' } })
      event(response, { delta: { content: '{}' } })
      event(response, { finish_reason: 'stop' })
      response.end('data: [DONE]\n\n')
    })
    expect(await server.model.complete(request())).toMatchObject({ text: '{}', model: 'model-1-dated' })
  })

  test('an answer of a server that never sends a finish reason is accepted if its JSON is complete', async () => {
    server.script((response) => {
      begin(response)
      event(response, { delta: { content: '{"thought":""}\n' } })
      response.end('data: [DONE]\n\n')
    })
    expect(await server.model.complete(request())).toMatchObject({ text: '{"thought":""}\n', cut: false })
  })
})

describe('pictures', () => {
  const picture = { type: 'image' as const, mediaType: 'image/png', bytes: Uint8Array.of(1, 2, 3) }

  test('pictures are sent as data in the message that contains them', async () => {
    await server.model.complete(request({ messages: [{ role: 'user', content: [{ type: 'text', text: 'Look.' }, picture] }] }))
    expect(server.calls[0]?.messages).toEqual([
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look.' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AQID' } },
        ],
      },
    ])
  })
})
