import { createHmac, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { Hono } from 'hono'
import { pino } from 'pino'
import { z } from 'zod'
import { webhookApp } from '#src/app/webhooks/webhook-app.ts'
import { startWebServer } from '#src/app/web-server.ts'
import { assertWebhook } from '#test/support/github-conformance.ts'
import { privateKey } from './app-key.ts'
import { FakeWorkflows } from './pages/fake-workflows.ts'

export const APP_ID = 4_711
const SECRET = 'a secret of the tests'

type Delivery = { status: number; text: string }
export type Payload = Record<string, unknown>

export type WebhookServer = {
  url: string
  workflows: FakeWorkflows
  /** What was logged, in order. */
  logged: Record<string, unknown>[]
  /** Sends a payload as GitHub does. */
  deliver(
    event: string,
    payload: unknown,
    changes?: { signature?: string; headers?: Record<string, string>; without?: string; raw?: string },
  ): Promise<Delivery>
  close(): Promise<void>
}

/** The real web server on fake workflows. Its GitHub can't be reached: webhooks don't call it. */
export async function startWebhookServer(startMs = 300, oldSecret: string | null = null): Promise<WebhookServer> {
  const workflows = new FakeWorkflows()
  const logged: Record<string, unknown>[] = []
  const note = (fields: Record<string, unknown>, message: string) => void logged.push({ ...fields, message })
  const server = await startWebServer({
    host: '127.0.0.1',
    port: 0,
    github: { appId: 1, privateKey, apiUrl: 'http://127.0.0.1:1' },
    webhookSecret: SECRET,
    oldWebhookSecret: oldSecret,
    app: webhookApp({ workflows, log: { info: note, warn: note, error: note }, appId: APP_ID, startMs }),
    pages: new Hono().get('/p/:name', (context) => context.text(`page ${context.req.param('name')}`)),
    log: pino({ level: 'silent' }),
  })
  const url = `http://127.0.0.1:${server.port}`
  return {
    url,
    workflows,
    logged,
    async deliver(event, payload, { signature, headers = {}, without, raw } = {}) {
      const body = raw ?? JSON.stringify(payload)
      const all = {
        'content-type': 'application/json',
        'x-github-event': event,
        'x-github-delivery': randomUUID(),
        'x-hub-signature-256': signature ?? `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`,
        ...headers,
      }
      const sent = Object.entries(all).filter(([name]) => name !== without)
      const response = await fetch(`${url}/api/github/webhooks`, { method: 'POST', body, headers: sent })
      return { status: response.status, text: await response.text() }
    },
    close: () => server.close(),
  }
}

const anyPayload = z.record(z.string(), z.unknown())

/** A payload out of test/fixtures, `<event>.<action>.<case>`; as GitHub publishes its schema. */
export function fixture(name: string): Payload {
  const payload = anyPayload.parse(JSON.parse(readFileSync(new URL(`../fixtures/${name}.json`, import.meta.url), 'utf8')))
  assertWebhook(name.split('.')[0] ?? '', payload)
  return payload
}

/** The same payload with some values in other places: `{ 'comment.body': 'Hello' }`. `undefined` removes one. */
export function changed(payload: Payload, changes: Record<string, unknown>): Payload {
  const copy = structuredClone(payload)
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.')
    const last = keys.pop() ?? ''
    const holder = keys.reduce<Payload>((inner, key) => inner[key] as Payload, copy)
    if (value === undefined) delete holder[last]
    else holder[last] = value
  }
  return copy
}
