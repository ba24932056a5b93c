import { readFile } from 'node:fs/promises'
import type { Probot } from 'probot'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { webhookApp } from '#src/app/webhooks/webhook-app.ts'

const manifest = z
  .object({ default_events: z.array(z.string()), default_permissions: z.record(z.string(), z.string()) })
  .parse(parse(await readFile('app.yml', 'utf8')))

test('the app manifest subscribes to exactly the events that are handled', async () => {
  const handled = new Set<string>()
  const probot = { on: (events: string | string[]) => [events].flat().forEach((event) => handled.add(event.split('.')[0] ?? '')) }
  const workflows = {
    startCommand: () => Promise.resolve('started' as const),
    startGitHubEvent: () => Promise.resolve('started' as const),
    pullRequestClosed: () => Promise.resolve(),
    pullRequestReopened: () => Promise.resolve(),
  }
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined }
  // Only `on` is used.
  await webhookApp({ workflows, log, appId: 1 })(probot as unknown as Probot, {} as never)
  // GitHub always sends these. They cannot be subscribed to.
  for (const event of ['installation', 'installation_repositories']) handled.delete(event)
  expect(manifest.default_events.toSorted((a, b) => a.localeCompare(b))).toEqual([...handled].toSorted((a, b) => a.localeCompare(b)))
})

test('the app manifest requests the permissions that the local GitHub enforces, and never administration', () => {
  expect(Object.keys(manifest.default_permissions).toSorted((a, b) => a.localeCompare(b))).toEqual([
    'actions',
    'checks',
    'contents',
    'issues',
    'metadata',
    'pull_requests',
  ])
})
