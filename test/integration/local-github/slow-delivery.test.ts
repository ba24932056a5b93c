import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { HERE, useLocalGitHub } from '../../support/local-github/local-github-world.ts'

const world = useLocalGitHub()

it('gives a receiver ten seconds, delays no other delivery, and then marks the delivery as failed', async () => {
  const { maintainer, app, receiver } = world
  receiver.nextStatuses.push(null)
  await maintainer.rest.issues.create({ ...HERE, title: 'Unanswered' })
  await maintainer.rest.issues.create({ ...HERE, title: 'Beside it' })
  const slow = await receiver.waitFor('issues.opened', { issue: { title: 'Unanswered' } })
  await receiver.waitFor('issues.opened', { issue: { title: 'Beside it' } })
  const find = async () => (await app.rest.apps.listWebhookDeliveries()).data.find(({ guid }) => guid === slow.guid)
  // The slow delivery has not ended yet, so the other did not wait for it.
  expect(await find()).toBeUndefined()
  let failed = await find()
  while (failed === undefined) {
    await sleep(100)
    failed = await find()
  }
  expect(failed).toMatchObject({ status: 'timed out', status_code: 504, redelivery: false })
  expect(failed.duration).toBeGreaterThanOrEqual(9.9)
  expect(receiver.deliveries.filter(({ guid }) => guid === slow.guid)).toHaveLength(1)
})
