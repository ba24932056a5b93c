import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { fixture, startWebhookServer } from '../../support/webhook-server.ts'
import type { WebhookServer } from '../../support/webhook-server.ts'

const OLD = 'the secret before'
const payload = fixture('issue_comment.created.command')
const signedWith = (secret: string) => `sha256=${createHmac('sha256', secret).update(JSON.stringify(payload)).digest('hex')}`

let server: WebhookServer
beforeEach(async () => {
  server = await startWebhookServer(300, OLD)
})
afterEach(() => server.close())

test('while secrets are changed, a webhook may be signed with the old one or the new one', async () => {
  expect((await server.deliver('issue_comment', payload, { signature: signedWith(OLD) })).status).toBe(200)
  expect((await server.deliver('issue_comment', payload)).status).toBe(200)
  // The same command: started once.
  expect(server.sessions.started).toHaveLength(1)
})

test.each([
  ['with another secret', { signature: signedWith('a third secret') }],
  ['not at all', { without: 'x-hub-signature-256' }],
  ['with nonsense', { signature: 'sha256=00' }],
])('one that is signed %s is refused as ever', async (_case, changes) => {
  expect((await server.deliver('issue_comment', payload, changes)).status).toBe(400)
  expect(server.sessions.started).toEqual([])
})

test('where no old secret is set, one that is signed with it is refused', async () => {
  const strict = await startWebhookServer()
  expect((await strict.deliver('issue_comment', payload, { signature: signedWith(OLD) })).status).toBe(400)
  await strict.close()
})
