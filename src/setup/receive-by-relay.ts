import { setTimeout as sleep } from 'node:timers/promises'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import { z } from 'zod'
import type { Log } from '#src/ports/log.ts'

/** A webhook on the channel: GitHub's headers beside the parsed body. Whatever else is there is not passed on. */
const webhookSchema = z.object({
  'x-github-event': z.string(),
  'x-github-delivery': z.string(),
  'x-hub-signature-256': z.string(),
  body: z.record(z.string(), z.unknown()),
})

const PAUSE_MS = 3_000
/** GitHub's webhooks have 25 MB at most. */
const MAX_CHARACTERS = 32 << 20

/**
 * For development: listens to a channel of smee.io and hands each webhook to our own endpoint, which checks its signature as it
 * does with any other. It connects anew for as long as it isn't closed; what came in between is lost.
 */
export function receiveByRelay({ channelUrl, endpointUrl, log, pauseMs = PAUSE_MS }: RelayOptions): { close(): Promise<void> } {
  const end = new AbortController()
  const running = listen()

  async function listen(): Promise<void> {
    let wasLost = false
    while (!end.signal.aborted) {
      try {
        const events = await connect(channelUrl, end.signal)
        log.info({}, 'Webhooks are received by the relay')
        wasLost = false
        for await (const { event, data } of events) if (event === undefined) void handOver(data)
      } catch {
        // Told below.
      }
      if (end.signal.aborted) return
      if (!wasLost) log.warn({}, 'The relay for webhooks is not connected; trying again')
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
      if (!response.ok) log.warn({ status: response.status }, 'A webhook of the relay was refused')
    } catch {
      if (!end.signal.aborted) log.warn({}, 'A webhook of the relay could not be handed over')
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
  /** Ours, of the same process. */
  endpointUrl: string
  log: Log
  /** Before it connects again. */
  pauseMs?: number
}

async function connect(channelUrl: string, signal: AbortSignal) {
  const response = await fetch(channelUrl, { headers: { accept: 'text/event-stream' }, signal })
  if (!response.ok || response.body === null) throw new Error(`The relay answered ${response.status}`)
  return response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream({ maxBufferSize: MAX_CHARACTERS }))
}
