import { once } from 'node:events'
import { request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fixture, startWebhookServer } from '../../support/webhook-server.ts'
import type { WebhookServer } from '../../support/webhook-server.ts'

const MIB = 1024 * 1024

let server: WebhookServer
beforeEach(async () => {
  server = await startWebhookServer()
})
afterEach(() => server.close())

function post(headers: Record<string, string>) {
  const sent = request(`${server.url}/api/github/webhooks`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers } })
  // The server ends the connection while the body is sent.
  sent.on('error', () => undefined)
  // Whether the answer or the end of the connection arrives first is up to the machine.
  const answered = once(sent, 'response').then(
    ([response]) => (response as IncomingMessage).statusCode,
    () => 'ended',
  )
  return { sent, answered }
}

test('a body that says that it is larger than GitHub’s are is refused before it is sent', async () => {
  const { sent, answered } = post({ 'content-length': String(26 * MIB) })
  sent.write('{')
  expect(await answered).toBe(413)
})

test('a body that turns out to be larger than GitHub’s are is refused before its end, and the server goes on', async () => {
  const { sent, answered } = post({ 'transfer-encoding': 'chunked' })
  const chunk = Buffer.alloc(MIB, ' ')
  for (let count = 0; count < 40 && sent.writable; count += 1)
    if (!sent.write(chunk)) await Promise.race([once(sent, 'drain').catch(() => undefined), answered])
  expect([413, 'ended']).toContain(await answered)
  expect((await server.deliver('issue_comment', fixture('issue_comment.created.command'))).status).toBe(200)
})
