import { createHmac } from 'node:crypto'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { freePort } from '#dev/processes/free-port.ts'
import { receiveByRelay } from '#src/setup/receive-by-relay.ts'
import { fixture, startWebhookServer, type WebhookServer } from '../../support/webhook-server.ts'

const SECRET = 'a secret of the tests'
/** Two busy cores need time. */
const until = (check: () => boolean) => vi.waitUntil(check, { timeout: 20_000 })

const COMMAND = 'issue_comment.created.command'

type Channel = {
  url: string
  port: number
  /** Number of connections so far. */
  connections: () => number
  /** Sends an event to all listeners, as smee.io does, or any raw text. */
  send(event: Record<string, unknown> | string): Promise<void>
  /** Ends all connections. */
  drop(): void
  close(): Promise<void>
}

async function startChannel(given?: number): Promise<Channel> {
  const port = given ?? (await freePort())
  const listeners = new Set<{ write(text: string): Promise<unknown>; close(): unknown }>()
  let connections = 0
  const app = new Hono().get('/channel', (context) => {
    if (context.req.header('accept') !== 'text/event-stream') return context.text('a page for people', 400)
    connections += 1
    return streamSSE(context, async (stream) => {
      await stream.write('id: 0\nevent: ready\ndata: {}\n\n')
      listeners.add(stream)
      await new Promise<void>((resolve) => stream.onAbort(resolve))
      listeners.delete(stream)
    })
  })
  const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' })
  await new Promise<void>((resolve) => server.once('listening', () => resolve()))
  const drop = () => void ('closeAllConnections' in server && server.closeAllConnections())
  return {
    url: `http://127.0.0.1:${port}/channel`,
    port,
    connections: () => connections,
    async send(event) {
      await until(() => listeners.size > 0)
      const text = typeof event === 'string' ? event : `id: 1\ndata: ${JSON.stringify(event)}\n\n`
      for (const listener of listeners) await listener.write(text)
    },
    drop,
    close: () => {
      drop()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}

/** A webhook as the channel sends it. */
function relayed(payload: unknown, changes: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    host: 'smee.io',
    'content-length': '12',
    connection: 'close',
    'x-github-event': 'issue_comment',
    'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    'x-hub-signature-256': `sha256=${createHmac('sha256', SECRET).update(JSON.stringify(payload)).digest('hex')}`,
    body: payload,
    query: {},
    timestamp: 1,
    ...changes,
  }
}

let server: WebhookServer
let channel: Channel
let logged: { level: string; message: string; fields: Record<string, unknown> }[]
let relay: { close(): Promise<void> } | undefined

beforeEach(async () => {
  logged = []
  ;[server, channel] = await Promise.all([startWebhookServer(), startChannel()])
})
afterEach(async () => {
  await relay?.close()
  await Promise.all([server.close(), channel.close()])
})

function start(channelUrl = channel.url): void {
  const note = (level: string) => (fields: Record<string, unknown>, message: string) => void logged.push({ level, message, fields })
  const log = { info: note('info'), warn: note('warn'), error: note('error') }
  relay = receiveByRelay({ channelUrl, endpointUrl: `${server.url}/api/github/webhooks`, log, pauseMs: 20 })
}
const warnings = () => logged.filter(({ level }) => level === 'warn').map(({ message }) => message)

describe('a webhook on the channel', () => {
  test('a webhook on the channel reaches the server once, with its signature', async () => {
    start()
    await channel.send(relayed(fixture(COMMAND)))
    await until(() => server.workflows.started.length > 0)
    expect(server.workflows.started).toHaveLength(1)
    expect(warnings()).toEqual([])
  })

  test('a webhook on the channel arrives complete, whatever its content and however it is split', async () => {
    const payload = { ...fixture(COMMAND), note: 'ä 🎉 \u2028 \r\n data: {}' }
    start()
    const bytes = `id: 1\ndata: ${JSON.stringify(relayed(payload))}\n\n`
    const middle = bytes.indexOf('🎉') + 1
    for (const part of [bytes.slice(0, 7), bytes.slice(7, middle - 1), bytes.slice(middle - 1, -1), bytes.slice(-1)])
      await channel.send(part)
    await until(() => server.workflows.started.length > 0)
    expect(warnings()).toEqual([])
  })

  test('a webhook on the channel with a wrong signature is refused by the server and logged without its content', async () => {
    start()
    await channel.send(relayed(fixture(COMMAND), { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }))
    await until(() => warnings().length > 0)
    expect(logged.at(-1)).toEqual({ level: 'warn', message: 'Relayed webhook refused', fields: { status: 400 } })
    expect(server.workflows.started).toEqual([])
  })

  test.each<[string, Record<string, unknown> | string]>([
    ['no JSON', 'data: hello\n\n'],
    ['no object', 'data: null\n\n'],
    ['an invalid body', relayed('text')],
    ['no body', relayed({}, { body: undefined })],
    ['no signature', relayed({}, { 'x-hub-signature-256': undefined })],
    ['an invalid header', relayed({}, { 'x-github-event': 'a\nb: c' })],
  ])('a webhook on the channel with %s is skipped, and the next one arrives', async (_name, event) => {
    start()
    await channel.send(event)
    await until(() => warnings().length > 0)
    await channel.send(relayed(fixture(COMMAND)))
    await until(() => server.workflows.started.length > 0)
    expect(warnings()).toEqual(['Relayed webhook could not be delivered'])
  })

  test('a webhook on the channel under another event name, such as ping, is ignored', async () => {
    start()
    await channel.send('event: ping\ndata: {}\n\n')
    await channel.send(relayed(fixture(COMMAND)))
    await until(() => server.workflows.started.length > 0)
    expect(warnings()).toEqual([])
  })
})

describe('the relay connection', () => {
  test('the relay connection reconnects after a loss and logs it once', async () => {
    start()
    await until(() => channel.connections() === 1 && logged.length === 1)
    const { port } = channel
    await channel.close()
    await until(() => warnings().length > 0)
    await new Promise((resolve) => setTimeout(resolve, 100))
    channel = await startChannel(port)
    await channel.send(relayed(fixture(COMMAND)))
    await until(() => server.workflows.started.length > 0)
    expect(logged.map(({ message }) => message)).toEqual([
      'Webhook relay connected',
      'Webhook relay disconnected, trying to reconnect',
      'Webhook relay connected',
    ])
  })

  test('the relay connection is tried again if the address is not a channel', async () => {
    start(`${server.url}/nowhere`)
    await until(() => warnings().length > 0)
    expect(warnings()).toEqual(['Webhook relay disconnected, trying to reconnect'])
  })

  test('the relay connection ends when it is closed, connected or not', async () => {
    start()
    await until(() => channel.connections() === 1)
    await relay?.close()
    start('http://127.0.0.1:1/channel')
    await until(() => warnings().length > 0)
    await relay?.close()
    expect(channel.connections()).toBe(1)
  })

  test('the relay connection its address is never logged, because anyone who knows it can read the webhooks', async () => {
    start()
    await channel.send(relayed(fixture(COMMAND)))
    await until(() => server.workflows.started.length > 0)
    expect(JSON.stringify(logged)).not.toContain('channel')
  })
})
