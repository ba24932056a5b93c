import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fixture, startWebhookServer } from '../../support/webhook-server.ts'
import type { WebhookServer } from '../../support/webhook-server.ts'

const OLD = 'the previous secret'
const payload = fixture('issue_comment.created.command')
const signedWith = (secret: string) => `sha256=${createHmac('sha256', secret).update(JSON.stringify(payload)).digest('hex')}`

let server: WebhookServer
beforeEach(async () => {
  server = await startWebhookServer(300, OLD)
})
afterEach(() => server.close())

test('during secret rotation, webhooks with the old or the new secret are accepted', async () => {
  expect((await server.deliver('issue_comment', payload, { signature: signedWith(OLD) })).status).toBe(200)
  expect((await server.deliver('issue_comment', payload)).status).toBe(200)
  // It is the same command, so it is started once.
  expect(server.workflows.started).toHaveLength(1)
})

test.each([
  ['with another secret', { signature: signedWith('a third secret') }],
  ['without a signature', { without: 'x-hub-signature-256' }],
  ['with an invalid signature', { signature: 'sha256=00' }],
])('during secret rotation, a webhook %s is refused', async (_case, changes) => {
  expect((await server.deliver('issue_comment', payload, changes)).status).toBe(400)
  expect(server.workflows.started).toEqual([])
})

test('without a configured old secret, a webhook signed with it is refused', async () => {
  const strict = await startWebhookServer()
  expect((await strict.deliver('issue_comment', payload, { signature: signedWith(OLD) })).status).toBe(400)
  await strict.close()
})
