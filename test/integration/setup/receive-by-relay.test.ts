import { createHmac } from 'node:crypto'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { freePort } from '#dev/processes/free-port.ts'
import { receiveByRelay } from '#src/setup/receive-by-relay.ts'
import { fixture, startWebhookServer, type WebhookServer } from '../../support/webhook-server.ts'

const SECRET = 'a secret of the tests'
/** Two busy cores take their time. */
const until = (check: () => boolean) => vi.waitUntil(check, { timeout: 20_000 })

const COMMAND = 'issue_comment.created.command'

type Channel = {
  url: string
  port: number
  /** How often it was connected to. */
  connections: () => number
  /** Sends to everyone who listens, as smee.io does, or any text as it stands. */
  send(event: Record<string, unknown> | string): Promise<void>
  /** Ends every connection. */
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

/** A webhook as it comes out of the channel. */
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
  test('reaches the server like any other, once, with its signature', async () => {
    start()
    await channel.send(relayed(fixture(COMMAND)))
    await until(() => server.sessions.started.length > 0)
    expect(server.sessions.started).toHaveLength(1)
    expect(warnings()).toEqual([])
  })

  test('arrives whole, whatever is in it and however it is cut', async () => {
    const payload = { ...fixture(COMMAND), note: 'ä 🎉 \u2028 \r\n data: {}' }
    start()
    const bytes = `id: 1\ndata: ${JSON.stringify(relayed(payload))}\n\n`
    const middle = bytes.indexOf('🎉') + 1
    for (const part of [bytes.slice(0, 7), bytes.slice(7, middle - 1), bytes.slice(middle - 1, -1), bytes.slice(-1)])
      await channel.send(part)
    await until(() => server.sessions.started.length > 0)
    expect(warnings()).toEqual([])
  })

  test('with a wrong signature is refused by the server, and logged without its text', async () => {
    start()
    await channel.send(relayed(fixture(COMMAND), { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` }))
    await until(() => warnings().length > 0)
    expect(logged.at(-1)).toEqual({ level: 'warn', message: 'A webhook of the relay was refused', fields: { status: 400 } })
    expect(server.sessions.started).toEqual([])
  })

  test.each<[string, Record<string, unknown> | string]>([
    ['no JSON', 'data: hello\n\n'],
    ['no object', 'data: null\n\n'],
    ['a body that is none', relayed('text')],
    ['no body', relayed({}, { body: undefined })],
    ['no signature', relayed({}, { 'x-hub-signature-256': undefined })],
    ['a header that is none', relayed({}, { 'x-github-event': 'a\nb: c' })],
  ])('with %s is passed over, and the next one arrives', async (_name, event) => {
    start()
    await channel.send(event)
    await until(() => warnings().length > 0)
    await channel.send(relayed(fixture(COMMAND)))
    await until(() => server.sessions.started.length > 0)
    expect(warnings()).toEqual(['A webhook of the relay could not be handed over'])
  })

  test('of another name, such as a ping, is none', async () => {
    start()
    await channel.send('event: ping\ndata: {}\n\n')
    await channel.send(relayed(fixture(COMMAND)))
    await until(() => server.sessions.started.length > 0)
    expect(warnings()).toEqual([])
  })
})

describe('the connection', () => {
  test('is made anew where it is lost, and says so once', async () => {
    start()
    await until(() => channel.connections() === 1 && logged.length === 1)
    const { port } = channel
    await channel.close()
    await until(() => warnings().length > 0)
    await new Promise((resolve) => setTimeout(resolve, 100))
    channel = await startChannel(port)
    await channel.send(relayed(fixture(COMMAND)))
    await until(() => server.sessions.started.length > 0)
    expect(logged.map(({ message }) => message)).toEqual([
      'Webhooks are received by the relay',
      'The relay for webhooks is not connected; trying again',
      'Webhooks are received by the relay',
    ])
  })

  test('to something that is no channel is tried again', async () => {
    start(`${server.url}/nowhere`)
    await until(() => warnings().length > 0)
    expect(warnings()).toEqual(['The relay for webhooks is not connected; trying again'])
  })

  test('ends when it is closed, connected or not', async () => {
    start()
    await until(() => channel.connections() === 1)
    await relay?.close()
    start('http://127.0.0.1:1/channel')
    await until(() => warnings().length > 0)
    await relay?.close()
    expect(channel.connections()).toBe(1)
  })

  test('its address is never logged: whoever knows it can read the webhooks', async () => {
    start()
    await channel.send(relayed(fixture(COMMAND)))
    await until(() => server.sessions.started.length > 0)
    expect(JSON.stringify(logged)).not.toContain('channel')
  })
})
