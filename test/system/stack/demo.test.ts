import { spawnSync } from 'node:child_process'
import { createAppAuth } from '@octokit/auth-app'
import { Octokit } from '@octokit/rest'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lookAt } from '#test/support/look-at.ts'
import { startScriptedModel, type ScriptedModel } from '#test/support/scripted-model.ts'
import { AT, startStack, untilTrue, type Stack } from '#test/support/stack/start-stack.ts'
import { COMPONENT, greet } from '../../support/stack/greeting.ts'
import { botComments, command, expectOneOfEach, untilEnded } from '../../support/stack/one-of-each.ts'

let model: ScriptedModel
let stage: Stack

beforeAll(async () => {
  model = await startScriptedModel(greet)
  stage = await startStack({ modelUrl: model.url })
})
afterAll(async () => {
  await stage.close()
  await model.close()
})

/** The app itself, which may list and redeliver its webhooks. */
function app(): Octokit {
  const { id: appId, privateKey } = stage.github.app
  return new Octokit({ baseUrl: stage.github.apiUrl, authStrategy: createAppAuth, auth: { appId, privateKey } })
}

async function redeliver(comment: number): Promise<void> {
  const { data } = await app().request('GET /app/hook/deliveries', { per_page: 100 })
  for (const { id } of data.filter(({ event }) => event === 'issue_comment')) {
    const { data: delivery } = await app().request('GET /app/hook/deliveries/{delivery_id}', { delivery_id: Number(id) })
    if (!JSON.stringify(delivery.request.payload).includes(`"id":${comment},`)) continue
    await app().request('POST /app/hook/deliveries/{delivery_id}/attempts', { delivery_id: Number(id) })
    await untilTrue(async () => {
      const again = await app().request('GET /app/hook/deliveries', { per_page: 100 })
      return again.data.some(({ guid, redelivery, status_code: code }) => guid === delivery.guid && redelivery && code > 0)
    })
    return
  }
  throw new Error(`There is no delivery of comment ${comment}`)
}

test('a comment becomes a pull request, a second one adds a commit, and redelivered webhooks change nothing', async () => {
  const { rest } = stage.person('maintainer')
  const before = model.calls.length
  const { issue, comment } = await command(stage, '/ollio generate a greeting card')
  await untilTrue(() => model.calls.length > before)
  await redeliver(comment)
  expect(await untilEnded(stage, comment)).toBe('PUBLISHED')
  await redeliver(comment)
  await expectOneOfEach(stage, issue, comment, model.calls.slice(before))

  const [pull] = (await rest.pulls.list({ ...AT, state: 'open' })).data
  const number = pull?.number ?? 0
  const refinement = await command(stage, '/ollio let the seedlings wait', number)
  expect(await untilEnded(stage, refinement.comment)).toBe('PUBLISHED')
  const commits = (await rest.pulls.listCommits({ ...AT, pull_number: number })).data
  expect(commits).toHaveLength(2)
  expect(commits.map(({ author }) => author?.login)).toEqual(['ollio[bot]', 'ollio[bot]'])
  const files = (await rest.pulls.listFiles({ ...AT, pull_number: number })).data
  expect(files.map(({ filename }) => filename)).toEqual([COMPONENT])
  expect(files[0]?.patch).toContain(`+import { Card } from '@/components/ui/card'`)
  expect(files[0]?.patch).toContain('waited for you')

  await untilTrue(async () => (await botComments(stage, number)).some((body) => body.startsWith('### v2 is ready')))
  const [told = ''] = await botComments(stage, number)
  expect(told).toContain('The seedlings wait instead of missing somebody.')
  const preview = /\[Preview\]\((\S+)\)/.exec(told)?.[1] ?? ''
  const seen = await lookAt(preview)
  expect(seen).toMatchObject({ status: 200, errors: [] })
  expect(seen.frameText).toContain('Welcome back, Ines')
  expect(seen.frameText).toContain('waited for you')

  const ledger = await stage.query<{ balance: number; sum: number; operations: string[] }>(
    `SELECT r.balance, sum(u.credits)::int AS sum, array_agg(u.operation ORDER BY u."createdAt", u.operation) AS operations
     FROM "Repository" r JOIN "Usage" u ON u."repositoryId" = r.id GROUP BY r.id`,
  )
  expect(ledger).toEqual([{ balance: 85, sum: 85, operations: ['allowance', 'generate', 'tokens', 'refine', 'tokens'] }])
  expect(await stage.query('SELECT name, status FROM "Project"')).toEqual([{ name: 'Greeting Card', status: 'COMPLETED' }])
})

test('server and worker pass the health checks of containers', async () => {
  expect((await fetch(`${stage.publicUrl}/healthz`)).status).toBe(200)
  const check = () => spawnSync(process.execPath, ['scripts/worker-health.ts'], { env: stage.env, encoding: 'utf8', timeout: 60_000 })
  await untilTrue(() => check().status === 0)
  const elsewhere = spawnSync(process.execPath, ['scripts/worker-health.ts'], {
    env: { ...stage.env, TEMPORAL_NAMESPACE: 'default' },
    encoding: 'utf8',
    timeout: 60_000,
  })
  expect(elsewhere.status).toBe(1)
  expect(elsewhere.stderr).toMatch(/^No worker on .+ is polling for work\n$/)
})
