import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { SECRET } from '../../support/local-github/webhook-receiver.ts'
import { HERE, octokitFor, useLocalGitHub, statusOf } from '../../support/local-github/local-github-world.ts'

const world = useLocalGitHub()

const LOOK_MS = 20

/** The deliveries of the issue with this title, newest first, once there are `tries` of them. */
async function triesOf(title: string, tries = 1) {
  const { app } = world
  for (;;) {
    const { data } = await app.rest.apps.listWebhookDeliveries({ per_page: 100 })
    const whole = await Promise.all(data.map(({ id }) => app.rest.apps.getWebhookDelivery({ delivery_id: id })))
    const found = whole.map((answer) => answer.data).filter(({ request }) => JSON.stringify(request.payload).includes(`"${title}"`))
    if (found.length >= tries) return found
    await sleep(LOOK_MS)
  }
}

it('lists the webhook deliveries with their responses and shows them in full', async () => {
  const { maintainer, app, github } = world
  await maintainer.rest.issues.create({ ...HERE, title: 'Delivered' })
  const [delivery] = await triesOf('Delivered')
  expect(delivery).toMatchObject({
    event: 'issues',
    action: 'opened',
    status: 'Accepted',
    status_code: 202,
    redelivery: false,
    installation_id: github.installationId,
    request: { headers: { 'X-GitHub-Event': 'issues', 'X-GitHub-Delivery': delivery?.guid }, payload: { action: 'opened' } },
    response: { payload: 'seen' },
  })
  expect(await statusOf(app.rest.apps.getWebhookDelivery({ delivery_id: 1 }))).toBe(404)
})

it('lists a rejected delivery as failed and never retries it automatically', async () => {
  const { maintainer, app, receiver } = world
  receiver.nextStatuses.push(503)
  await maintainer.rest.issues.create({ ...HERE, title: 'Refused' })
  const [failed] = await triesOf('Refused')
  expect(failed).toMatchObject({ status_code: 503, redelivery: false })
  // Other deliveries continue meanwhile.
  await maintainer.rest.issues.create({ ...HERE, title: 'After it' })
  await receiver.waitFor('issues.opened', { issue: { title: 'After it' } })
  await sleep(300)
  expect(receiver.deliveries.filter(({ guid }) => guid === failed?.guid)).toHaveLength(1)
  const list = async (status: 'failure' | 'success') =>
    (await app.request('GET /app/hook/deliveries', { status })).data.map(({ guid }) => guid)
  expect(await list('failure')).toEqual([failed?.guid])
  expect(await list('success')).not.toContain(failed?.guid)
})

it('redelivers the same body under the same GUID on request', async () => {
  const { maintainer, app, receiver } = world
  receiver.nextStatuses.push(500)
  await maintainer.rest.issues.create({ ...HERE, title: 'Once more' })
  const [failed] = await triesOf('Once more')
  expect((await app.rest.apps.redeliverWebhookDelivery({ delivery_id: failed?.id ?? 0 })).status).toBe(202)
  const [again, first] = await triesOf('Once more', 2)
  expect(again).toMatchObject({ guid: failed?.guid, redelivery: true, status_code: 202 })
  expect(again?.id).not.toBe(failed?.id)
  expect([first?.id, first?.status_code]).toEqual([failed?.id, 500])
  const received = receiver.deliveries.filter(({ guid }) => guid === failed?.guid)
  expect(received.map(({ body }) => body)).toEqual([received[0]?.body, received[0]?.body])
  expect(await statusOf(app.rest.apps.redeliverWebhookDelivery({ delivery_id: 1 }))).toBe(404)
})

it('lists a delivery without a listening receiver as failed, and redelivers it once a receiver listens', async () => {
  const { maintainer, app, github, receiver } = world
  github.setWebhook({ url: await closedAddress(), secret: SECRET })
  await maintainer.rest.issues.create({ ...HERE, title: 'Nobody there' })
  const [failed] = await triesOf('Nobody there')
  expect(failed).toMatchObject({ status: 'failed to connect to host', status_code: 502 })
  github.setWebhook({ url: receiver.url, secret: SECRET })
  await app.rest.apps.redeliverWebhookDelivery({ delivery_id: failed?.id ?? 0 })
  const received = await receiver.waitFor('issues.opened', { issue: { title: 'Nobody there' } })
  expect(received.guid).toBe(failed?.guid)
})

it('pages deliveries by a cursor, newest first', async () => {
  const { app, maintainer } = world
  for (const title of ['one', 'two', 'three']) await maintainer.rest.issues.create({ ...HERE, title: `Page ${title}` })
  await triesOf('Page three')
  const ids: number[] = []
  let path = '/app/hook/deliveries?per_page=2'
  for (;;) {
    const { data, headers } = await app.request(`GET ${path}`)
    ids.push(...data.map(({ id }: { id: number }) => id))
    const next = /<([^>]+)>; rel="next"/.exec(headers.link ?? '')?.[1]
    if (next === undefined) break
    path = next.slice(world.github.apiUrl.length)
  }
  const { data: all } = await app.rest.apps.listWebhookDeliveries({ per_page: 100 })
  expect(ids).toEqual(all.map(({ id }) => id))
  expect(ids).toEqual(ids.toSorted((a, b) => b - a))
})

it('the local GitHub shows deliveries only to the app', async () => {
  expect(await statusOf(world.bot.rest.apps.listWebhookDeliveries())).toBe(401)
  expect(await statusOf(world.maintainer.rest.apps.listWebhookDeliveries())).toBe(401)
  expect(await statusOf(octokitFor(world.github).rest.apps.listWebhookDeliveries())).toBe(401)
})

/** A port that was open a moment ago and is closed now. */
async function closedAddress(): Promise<string> {
  const server = createServer()
  const { promise: open, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await open
  const address = server.address()
  const { promise: closed, resolve: close } = Promise.withResolvers<void>()
  server.close(() => close())
  await closed
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}/webhooks`
}
