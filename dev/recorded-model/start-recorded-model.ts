import { getRequestListener } from '@hono/node-server'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { completionsApp } from './completions-app.ts'
import { loadRecordings } from './recordings.ts'

type RecordedModelOptions = {
  host?: string
  /** Default or 0: a free port. */
  port?: number
  /** Default: as fast as possible. */
  tokensPerSecond?: number
  firstTokenMs?: number
}

/** A running recorded model. `url` is the base URL for chat completions and ends in `/v1`. */
export type RecordedModel = {
  url: string
  /** Aborts answers in progress. Idempotent. */
  close(): Promise<void>
}

/** Serves the recordings like a language model. Rejects if the port is taken. */
export async function startRecordedModel(options: RecordedModelOptions = {}): Promise<RecordedModel> {
  const { host = '127.0.0.1', port = 0, tokensPerSecond = Infinity, firstTokenMs = 0 } = options
  if (!(tokensPerSecond > 0)) throw new RangeError('tokensPerSecond must be greater than 0')
  const app = completionsApp(await loadRecordings(), { firstTokenMs, tokensPerSecond })
  const server = createServer(getRequestListener(app.fetch))
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server has no port')
  return {
    url: `http://${host}:${address.port}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
