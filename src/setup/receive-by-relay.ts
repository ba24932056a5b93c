import { setTimeout as sleep } from 'node:timers/promises'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { z } from 'zod'
import type { Log } from '#src/ports/log.ts'

/** A webhook on the channel: GitHub's headers next to the parsed body. Other fields are ignored. */
const webhookSchema = z.object({
  'x-github-event': z.string(),
  'x-github-delivery': z.string(),
  'x-hub-signature-256': z.string(),
  body: z.record(z.string(), z.unknown()),
})

const PAUSE_MS = 3_000
/** GitHub limits webhooks to 25 MB. */
const MAX_CHARACTERS = 32 << 20

/**
 * For development: listens to a smee.io channel and forwards each webhook to our own endpoint, which checks its signature as usual.
 * Reconnects until it is closed. Webhooks sent while it is disconnected are lost.
 */
export function receiveByRelay({ channelUrl, endpointUrl, log, pauseMs = PAUSE_MS }: RelayOptions): { close(): Promise<void> } {
  const end = new AbortController()
  const running = listen()

  async function listen(): Promise<void> {
    let wasLost = false
    while (!end.signal.aborted) {
      try {
        const events = await connect(channelUrl, end.signal)
        log.info({}, 'Webhook relay connected')
        wasLost = false
        for await (const { event, data } of events) if (event === undefined) void handOver(data)
      } catch {
        // Logged below.
      }
      if (end.signal.aborted) return
      if (!wasLost) log.warn({}, 'Webhook relay disconnected, trying to reconnect')
      wasLost = true
      await sleep(pauseMs, undefined, { signal: end.signal }).catch(() => undefined)
    }
  }

  async function handOver(data: string): Promise<void> {
    try {
      const { body, ...headers } = webhookSchema.parse(JSON.parse(data))
      const response = await fetch(endpointUrl, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: end.signal,
      })
      await response.body?.cancel()
      if (!response.ok) log.warn({ status: response.status }, 'Relayed webhook refused')
    } catch {
      if (!end.signal.aborted) log.warn({}, 'Relayed webhook could not be delivered')
    }
  }

  return {
    async close() {
      end.abort()
      await running
    },
  }
}

export type RelayOptions = {
  channelUrl: string
  /** The webhook endpoint of this process. */
  endpointUrl: string
  log: Log
  /** Delay before a reconnect. */
  pauseMs?: number
}

async function connect(channelUrl: string, signal: AbortSignal) {
  const response = await fetch(channelUrl, { headers: { accept: 'text/event-stream' }, signal })
  if (!response.ok || response.body === null) throw new Error(`The relay responded with status ${response.status}`)
  return response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream({ maxBufferSize: MAX_CHARACTERS }))
}
