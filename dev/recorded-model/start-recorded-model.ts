import { getRequestListener } from '@hono/node-server'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { completionsApp } from './completions-app.ts'
import { loadRecordings } from './recordings.ts'

type RecordedModelOptions = {
  host?: string
  /** 0, the default, takes a free one. */
  port?: number
  /** As fast as it goes by default. */
  tokensPerSecond?: number
  firstTokenMs?: number
}

/** A running recorded model; `url` is a base URL for chat completions and ends in `/v1`. */
export type RecordedModel = {
  url: string
  /** Cuts answers that are under way. Harmless the second time. */
  close(): Promise<void>
}

/** Serves the recordings as a language model would; fails where the port is taken. */
export async function startRecordedModel(options: RecordedModelOptions = {}): Promise<RecordedModel> {
  const { host = '127.0.0.1', port = 0, tokensPerSecond = Infinity, firstTokenMs = 0 } = options
  if (!(tokensPerSecond > 0)) throw new RangeError('tokensPerSecond has to be more than 0')
  const app = completionsApp(await loadRecordings(), { firstTokenMs, tokensPerSecond })
  const server = createServer(getRequestListener(app.fetch))
  server.listen(port, host)
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The server listens on no port')
  return {
    url: `http://${host}:${address.port}/v1`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
