import { describe, expect, test } from 'vitest'
import { createLanguageModel } from '#src/adapters/openai/openai-language-model.ts'
import type { CompletionRequest, LanguageModel } from '#src/ports/language-model.ts'
import { begin, event } from '../../support/chat-server.ts'
import { useChatServer } from '../../support/use-chat-server.ts'

const server = useChatServer(200)

const request = (signal = new AbortController().signal): CompletionRequest => ({
  messages: [{ role: 'user', content: 'a card' }],
  schema: { name: 'answer', jsonSchema: { type: 'object' } },
  signal,
})
const complete = (model: LanguageModel = server.model) => model.complete(request())
const UNAVAILABLE = { name: 'Failure', kind: 'model-unavailable' }

/** Resolves when the client has closed the stream. */
function streamUntilLeft(afterFirst: () => void): Promise<void> {
  return new Promise((resolve) => {
    server.script((response) => {
      begin(response)
      response.once('close', resolve)
      const beat = setInterval(() => event(response, { delta: { content: 'x' } }), 10)
      response.once('close', () => clearInterval(beat))
      setTimeout(afterFirst, 50)
    })
  })
}

describe('a cancelled turn', () => {
  test('a cancelled turn closes the stream in its middle, however busy it is', async () => {
    const cancel = new AbortController()
    const left = streamUntilLeft(() => cancel.abort())
    await expect(server.model.complete(request(cancel.signal))).rejects.toMatchObject({ name: 'Failure', kind: 'cancelled' })
    await left
  })

  test('a cancelled turn closes the connection to a server that has not started to answer', async () => {
    const cancel = new AbortController()
    const left = new Promise<void>((resolve) => {
      server.script((response) => {
        response.once('close', resolve)
        cancel.abort()
      })
    })
    await expect(server.model.complete(request(cancel.signal))).rejects.toMatchObject({ kind: 'cancelled' })
    await left
  })

  test('a cancelled turn sends no further request', async () => {
    await expect(server.model.complete(request(AbortSignal.abort()))).rejects.toMatchObject({ kind: 'cancelled' })
    expect(server.calls).toEqual([])
  })
})

describe('an interrupted stream is not an answer', () => {
  test('an interrupted stream is not an answer if the connection is lost', async () => {
    server.script((response) => {
      begin(response)
      event(response, { delta: { content: '{"thought":"I' } })
      setTimeout(() => response.destroy(), 20)
    })
    await expect(complete()).rejects.toMatchObject(UNAVAILABLE)
  })

  test('an interrupted stream is not an answer if it ends in the middle of its JSON without an error', async () => {
    server.script((response) => {
      begin(response)
      event(response, { delta: { content: '{"thought":"I' } })
      response.end()
    })
    await expect(complete()).rejects.toMatchObject(UNAVAILABLE)
  })

  test.each(['', 'data: [DONE]\n\n', '<html></html>'])('an interrupted stream is not an answer if it has no content: %j', async (body) => {
    server.script((response) => {
      begin(response)
      response.end(body)
    })
    await expect(complete()).rejects.toMatchObject(UNAVAILABLE)
  })

  test('an interrupted stream is not an answer if an event is not JSON', async () => {
    server.script((response) => {
      begin(response)
      response.end('data: {"choices":\n\n')
    })
    await expect(complete()).rejects.toMatchObject(UNAVAILABLE)
  })

  test('an interrupted stream is not an answer if the server reports an error in it', async () => {
    server.script((response) => {
      begin(response)
      event(response, { delta: { content: '{' } })
      response.end('data: {"error":{"message":"The server had an error","type":"server_error"}}\n\n')
    })
    await expect(complete()).rejects.toMatchObject(UNAVAILABLE)
  })
})

describe('a silent server', () => {
  test('a silent server is given up before its answer', async () => {
    server.script(() => undefined)
    await expect(complete()).rejects.toMatchObject(UNAVAILABLE)
  })

  test('a silent server is given up in the middle of its answer, and the stream is closed', async () => {
    const left = new Promise((resolve) => {
      server.script((response) => {
        begin(response)
        event(response, { delta: { content: '{' } })
        response.once('close', resolve)
      })
    })
    await expect(complete()).rejects.toMatchObject(UNAVAILABLE)
    await left
  })

  test('a silent server is not one that is only slow', async () => {
    server.script((response) => {
      begin(response)
      const pieces = [...'{"thought":""}']
      const beat = setInterval(() => {
        const content = pieces.shift()
        if (content !== undefined) return event(response, { delta: { content } })
        clearInterval(beat)
        event(response, { finish_reason: 'stop' })
        response.end()
      }, 40)
    })
    expect(await complete()).toMatchObject({ text: '{"thought":""}' })
  })
})

test('a server that doesn’t exist is unavailable', async () => {
  const model = createLanguageModel({ apiKey: 'key', baseUrl: 'http://127.0.0.1:1/v1', model: 'model-1' })
  expect(model.name).toBe('model-1')
  await expect(complete(model)).rejects.toMatchObject(UNAVAILABLE)
})

describe('an endless answer', () => {
  test('an endless answer without words is given up after its largest size', async () => {
    server.script((response) => {
      begin(response)
      response.on('error', () => undefined)
      const line = setInterval(() => response.write('x'.repeat(10_000)), 1)
      response.once('close', () => clearInterval(line))
    })
    const bounded = createLanguageModel({ apiKey: 'a', baseUrl: server.url, model: 'a', answerBytes: 100_000 })
    await expect(complete(bounded)).rejects.toMatchObject(UNAVAILABLE)
  })

  test('an endless answer that keeps sending is given up after its longest time', async () => {
    void streamUntilLeft(() => undefined)
    const bounded = createLanguageModel({ apiKey: 'a', baseUrl: server.url, model: 'a', answerMs: 200 })
    await expect(complete(bounded)).rejects.toMatchObject(UNAVAILABLE)
  })
})
