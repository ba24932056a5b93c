import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { changed, fixture, startWebhookServer } from '../../support/webhook-server.ts'
import type { Payload, WebhookServer } from '../../support/webhook-server.ts'

let server: WebhookServer
beforeEach(async () => {
  server = await startWebhookServer()
})
afterEach(() => server.close())

const onIssue = fixture('issue_comment.created.command')
const merged = fixture('pull_request.closed.merged')

/** Ids of the commands started so far, after one more valid delivery. */
async function startedNext(): Promise<number[]> {
  server.workflows.state = 'up'
  await server.deliver('issue_comment', changed(onIssue, { 'comment.id': 987_654 }))
  return server.workflows.started.map(({ id }) => id)
}

describe('a delivery that is not from GitHub is refused and starts nothing', () => {
  test.each<[string, { signature?: string; headers?: Record<string, string>; without?: string }]>([
    ['with another signature', { signature: `sha256=${'0'.repeat(64)}` }],
    ['with a signature of another body', { signature: 'sha256=1bc2b14bd8bd2f8ea1d2f0d6f1d9b3c8b6e6c2f0b1f1b1b1b1b1b1b1b1b1b1b1' }],
    ['without a signature', { without: 'x-hub-signature-256' }],
    ['with an empty signature', { signature: '' }],
    ['with an invalid signature', { signature: 'sha256=é' }],
    ['with a SHA-1 signature only', { without: 'x-hub-signature-256', headers: { 'x-hub-signature': `sha1=${'0'.repeat(40)}` } }],
    ['without an event', { without: 'x-github-event' }],
    ['without an id', { without: 'x-github-delivery' }],
  ])('%s', async (_case, changes) => {
    const encoded = changes.signature === undefined ? changes : { ...changes, signature: Buffer.from(changes.signature).toString('latin1') }
    const { status } = await server.deliver('issue_comment', onIssue, encoded)
    expect([400, 401]).toContain(status)
    expect(server.workflows.started).toEqual([])
    expect(await startedNext()).toEqual([987_654])
  })

  test('a delivery that is not from GitHub is refused and starts nothing with another method or path', async () => {
    expect((await fetch(`${server.url}/api/github/webhooks`)).status).toBe(404)
    expect((await fetch(`${server.url}/api/github/webhooks/x`, { method: 'POST', body: '{}' })).status).toBe(404)
    expect(await startedNext()).toEqual([987_654])
  })
})

describe('a delivery with an invalid payload fails without a crash', () => {
  test.each<[string, Payload]>([
    ['without an installation', changed(onIssue, { installation: undefined })],
    ['without a comment', changed(onIssue, { comment: undefined })],
    ['with an id that is not a number', changed(onIssue, { 'comment.id': '12' })],
    ['with an id that is not an integer', changed(onIssue, { 'comment.id': 1.5 })],
    ['with an invalid time', changed(onIssue, { 'comment.created_at': 'yesterday' })],
    ['with a body that is not text', changed(onIssue, { 'comment.body': { text: '/ollio help' } })],
    ['without a sender', changed(onIssue, { sender: undefined })],
  ])('%s', async (_case, payload) => {
    const { status, text } = await server.deliver('issue_comment', payload)
    expect(status).toBeGreaterThanOrEqual(400)
    expect(text).not.toContain('    at ')
    expect(server.workflows.started).toEqual([])
    expect(await startedNext()).toEqual([987_654])
  })

  test.each(['', '{', `{"action":"created"`, 'null'])(
    'a delivery with an invalid payload fails without a crash with the body %j',
    async (raw) => {
      expect((await server.deliver('issue_comment', null, { raw })).status).toBeGreaterThanOrEqual(400)
      expect(await startedNext()).toEqual([987_654])
    },
  )

  test.each(['[]', '"text"', '7', '{}', '{"action":{}}'])(
    'a delivery with an invalid payload fails without a crash but the body %j is ignored',
    async (raw) => {
      await server.deliver('issue_comment', null, { raw })
      expect(await startedNext()).toEqual([987_654])
    },
  )
})

describe('if Temporal does not accept it, the delivery fails', () => {
  test.each(['down', 'silent'] as const)('if Temporal does not accept it, the delivery fails when Temporal is %s', async (state) => {
    server.workflows.state = state
    expect((await server.deliver('issue_comment', onIssue)).status).toBeGreaterThanOrEqual(500)
    expect((await server.deliver('pull_request', merged)).status).toBeGreaterThanOrEqual(500)
    expect(server.workflows.closed).toEqual([])
    expect(await startedNext()).toEqual([987_654])
  })

  test('if Temporal does not accept it, the delivery fails but an irrelevant delivery succeeds', async () => {
    server.workflows.state = 'down'
    expect(await server.deliver('issue_comment', changed(onIssue, { 'comment.body': 'Thanks.' }))).toMatchObject({ status: 200 })
  })
})

test('all other paths belong to our pages', async () => {
  const get = async (path: string) => {
    const response = await fetch(server.url + path)
    return [response.status, await response.text()]
  }
  expect(await get('/p/1')).toEqual([200, 'page 1'])
  for (const path of ['/', '/probot', '/probot/static/probot-head.png', '/ping', '/api/github']) expect((await get(path))[0]).toBe(404)
})

test('a closed server accepts no requests, even on a kept-alive connection', async () => {
  const other = await startWebhookServer()
  await (await fetch(`${other.url}/p/1`)).text()
  await other.close()
  await expect(fetch(`${other.url}/p/1`)).rejects.toThrow('fetch failed')
})
