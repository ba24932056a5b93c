import { once } from 'node:events'
import { createServer } from 'node:http'
import type { ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createLanguageModel } from '#src/adapters/openai/openai-language-model.ts'
import type { LanguageModel } from '#src/ports/language-model.ts'

export type ChatBody = {
  model: string
  messages: { role: string; content: unknown }[]
  response_format?: { type: string }
  stream_options?: unknown
}
type ChatScript = (response: ServerResponse, body: ChatBody) => void

export type ChatServer = {
  model: LanguageModel
  /** Base URL, ending in `/v1`. */
  url: string
  /** The bodies of all calls, in order. */
  calls: ChatBody[]
  keys: (string | undefined)[]
  /** What the server does from now on. */
  script(next: ChatScript): void
  close(): Promise<void>
}

/** A server of chat completions whose every byte a test writes, and our model on it. */
export async function startChatServer(silenceMs = 5_000): Promise<ChatServer> {
  const calls: ChatBody[] = []
  const keys: (string | undefined)[] = []
  let script: ChatScript = (response) => stream(response, ['{}'])
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as ChatBody
      calls.push(body)
      keys.push(request.headers.authorization)
      script(response, body)
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/v1`
  return {
    url,
    model: createLanguageModel({ apiKey: 'key-1', baseUrl: url, model: 'model-1', silenceMs }),
    calls,
    keys,
    script: (next) => {
      script = next
    },
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

export function begin(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' })
}

/** One event of the stream, around the fields of its first choice. */
export function event(response: ServerResponse, choice: object | null, more: object = {}): void {
  const choices = choice === null ? [] : [{ index: 0, delta: {}, finish_reason: null, ...choice }]
  response.write(
    `data: ${JSON.stringify({ id: '1', object: 'chat.completion.chunk', created: 1, model: 'model-1-dated', choices, ...more })}\n\n`,
  )
}

/** A whole answer in the given pieces, with its usage. */
export function stream(response: ServerResponse, pieces: readonly string[], finishReason = 'stop'): void {
  begin(response)
  for (const content of pieces) event(response, { delta: { content } })
  event(response, { finish_reason: finishReason })
  event(response, null, { usage: { prompt_tokens: 120, completion_tokens: 7, total_tokens: 127 } })
  response.end('data: [DONE]\n\n')
}

export function refuse(response: ServerResponse, status: number, error: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify({ error }))
}
