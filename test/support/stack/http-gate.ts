import { createServer, request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** `event`: the event of a webhook. */
export type PassingRequest = { method: string; path: string; event: string | undefined; body: string }
export type PassingAnswer = PassingRequest & { status: number; contentType: string; answer: string }

/** Called before a request is forwarded; if it throws, the request is not forwarded. */
type Before = (passing: PassingRequest) => void | Promise<void>
/** Called before a response is forwarded; if it throws, the response is not forwarded. */
type After = (passing: PassingAnswer) => void | Promise<void>

export type Gate = {
  url: string
  /** Sets the hook for the next requests; `null` lets everything pass. */
  before(hook: Before | null): void
  after(hook: After | null): void
  close(): Promise<void>
}

/** A reverse proxy that can hold a request, so that a test can act at exactly that moment. `watch` sees every response. */
export async function openGate(target: string, watch: (passing: PassingAnswer) => void = () => undefined): Promise<Gate> {
  const to = new URL(target)
  let before: Before | null = null
  let after: After | null = null
  const server = createServer((incoming, outgoing) => {
    pass(incoming)
      .then(({ status, headers, body }) => outgoing.writeHead(status, headers).end(body))
      .catch(() => outgoing.destroy())
  })

  async function pass(incoming: IncomingMessage) {
    const body = await readAll(incoming)
    const passing = {
      method: incoming.method ?? 'GET',
      path: incoming.url ?? '/',
      event: incoming.headers['x-github-event']?.toString(),
      body: body.toString('utf8'),
    }
    await before?.(passing)
    const answer = await forward(incoming, body)
    const seen = {
      ...passing,
      status: answer.status,
      contentType: answer.headers['content-type'] ?? '',
      answer: answer.body.toString('utf8'),
    }
    watch(seen)
    await after?.(seen)
    return answer
  }

  function forward(incoming: IncomingMessage, body: Buffer) {
    return new Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }>((resolve, reject) => {
      const onward = request(
        { host: to.hostname, port: to.port, method: incoming.method, path: incoming.url, headers: { ...incoming.headers, host: to.host } },
        (answer) => {
          readAll(answer).then(
            (bytes) => resolve({ status: answer.statusCode ?? 502, headers: withoutFraming(answer.headers), body: bytes }),
            reject,
          )
        },
      )
      onward.once('error', reject)
      onward.end(body)
    })
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    before: (hook) => {
      before = hook
    },
    after: (hook) => {
      after = hook
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function withoutFraming(headers: IncomingMessage['headers']): IncomingMessage['headers'] {
  const { 'transfer-encoding': _chunked, 'content-length': _length, ...rest } = headers
  return rest
}

async function readAll(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
