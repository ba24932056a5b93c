import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { isNewEnough } from '#dev/local-github/git/require-git.ts'
import { headOf, openPull } from '../../support/local-github/listen-to-changes.ts'
import { startReceiver, type Receiver } from '../../support/local-github/webhook-receiver.ts'
import { createShop, HERE, octokitFor, startOn } from '../../support/local-github/local-github-world.ts'

let folder: string
let receiver: Receiver
const problems: unknown[] = []
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'local-github-'))
  receiver = await startReceiver()
})
afterEach(async () => {
  await rm(folder, { recursive: true, force: true })
  await receiver.close()
  if (problems.length > 0) throw problems[0]
})

it('the local GitHub keeps everything when it restarts on the same folder: key, installation, repositories, pull requests', async () => {
  const first = await startOn(folder, receiver.url, problems)
  const id = await createShop(first)
  const mara = octokitFor(first, 'token-of-mara')
  const { pull } = await openPull(mara, 'kept', { 'kept.txt': 'kept\n' })
  await mara.rest.issues.createComment({ ...HERE, issue_number: pull.number, body: 'kept' })
  await first.close()

  const second = await startOn(folder, receiver.url, problems)
  expect([second.app, second.installationId, await createShop(second)]).toEqual([first.app, first.installationId, id])
  const again = octokitFor(second, 'token-of-mara')
  const { data } = await again.rest.pulls.get({ ...HERE, pull_number: pull.number })
  expect([data.id, data.head.sha, data.comments]).toEqual([pull.id, await headOf(again, 'kept'), 1])
  expect((await again.rest.issues.create({ ...HERE, title: 'Next' })).data.number).toBe(pull.number + 1)
  await second.close()
})

it('sends pending webhooks after a restart', async () => {
  const first = await startOn(folder, receiver.url, problems)
  await createShop(first)
  receiver.nextStatuses.push(null)
  await octokitFor(first, 'token-of-mara').rest.issues.create({ ...HERE, title: 'Cut off' })
  const cut = await receiver.waitFor('issues.opened')
  await octokitFor(first, 'token-of-mara').rest.issues.create({ ...HERE, title: 'Still waiting' })
  await first.close()
  receiver.deliveries.length = 0
  const second = await startOn(folder, receiver.url, problems)
  await receiver.waitFor('issues.opened', { issue: { title: 'Still waiting' } })
  expect(receiver.deliveries[0]?.guid).toBe(cut.guid)
  await second.close()
})

it('completes a repository whose creation was interrupted', async () => {
  const first = await startOn(folder, receiver.url, problems)
  await createShop(first)
  const gitPath = first.repositoryPath(HERE.owner, HERE.repo)
  await first.close()
  await rm(gitPath, { recursive: true })
  const second = await startOn(folder, receiver.url, problems)
  await createShop(second)
  expect(await headOf(octokitFor(second))).toMatch(/^[0-9a-f]{40}$/)
  expect(() => second.repositoryPath('acme', 'nothing')).toThrow('no repository acme/nothing')
  await second.close()
})

it('uses ids that no other local GitHub has used, and makes the app’s key readable only by its owner', async () => {
  const one = await startOn(path.join(folder, 'one'), receiver.url, problems)
  const two = await startOn(path.join(folder, 'two'), receiver.url, problems)
  expect(await createShop(one)).not.toBe(await createShop(two))
  expect(one.installationId).not.toBe(two.installationId)
  expect(((await stat(path.join(folder, 'one', 'app.private-key.pem'))).mode & 0o777).toString(8)).toBe('600')
  await Promise.all([one.close(), two.close()])
})

it('reports that its port is taken', async () => {
  const one = await startOn(path.join(folder, 'one'), receiver.url, problems)
  const port = Number(new URL(one.url).port)
  await expect(startOn(path.join(folder, 'two'), receiver.url, problems, port)).rejects.toThrow('EADDRINUSE')
  await one.close()
})

it.each([
  ['git version 2.39.5', true],
  ['git version 2.38.0 (Apple Git-1)', true],
  ['git version 3.0.1', true],
  ['git version 2.37.7', false],
  ['git version 1.99', false],
  ['no version', false],
])('checks whether `%s` is new enough: %s', (version, expected) => {
  expect(isNewEnough(version)).toBe(expected)
})
