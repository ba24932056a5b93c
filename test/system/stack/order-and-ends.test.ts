import { createHmac, randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startScriptedModel, type ScriptedModel } from '#test/support/scripted-model.ts'
import { AT, startStack, untilTrue, type Stack } from '#test/support/stack/start-stack.ts'
import { COMPONENT } from '../../support/stack/greeting.ts'
import { command, untilEnded } from '../../support/stack/one-of-each.ts'
import { startConversation, headOf, read, talk, untilCommented } from '../../support/stack/conversation-client.ts'
import type { Conversation } from '../../support/stack/conversation-client.ts'

let model: ScriptedModel
let stage: Stack
let talking: Conversation

beforeAll(async () => {
  model = await startScriptedModel(talk)
  stage = await startStack({ modelUrl: model.url, settings: { DEFAULT_MONTHLY_CREDITS: '1000' } })
  talking = await startConversation(stage)
})
afterEach(() => {
  model.onCall(null)
  stage.webhookGate.before(null)
})
afterAll(async () => {
  await stage.close()
  await model.close()
})

const now = () => read(stage, talking.branch)
const say = async (body: string) => untilEnded(stage, (await command(stage, body, talking.pull)).comment)
const rest = () => stage.person('maintainer').rest
const balance = async () => (await stage.query<{ balance: number }>('SELECT balance FROM "Repository"'))[0]?.balance ?? 0
/** Blocks the model's next answer until `open` is called. */
function holdModel(): { asked: Promise<void>; open: () => void } {
  const [asked, door] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  model.onCall(async () => {
    model.onCall(null)
    asked.resolve()
    await door.promise
  })
  return { asked: asked.promise, open: () => door.resolve() }
}
/** Sends a webhook that the local GitHub never sends. */
async function deliver(event: string, payload: object): Promise<number> {
  const body = JSON.stringify(payload)
  const signature = `sha256=${createHmac('sha256', stage.webhook.secret).update(body).digest('hex')}`
  const headers = {
    ...{ 'content-type': 'application/json', 'x-github-event': event, 'x-github-delivery': randomUUID(), 'x-hub-signature-256': signature },
  }
  return (await fetch(`${stage.publicUrl}/api/github/webhooks`, { method: 'POST', body, headers })).status
}

describe('turns run in the order in which their commands were written', () => {
  test('turns run in the order in which their commands were written even if two comments were written in the same second', async () => {
    const held = holdModel()
    const running = await command(stage, '/ollio say "Running."', talking.pull)
    await held.asked
    const [one, two] = await Promise.all([
      command(stage, '/ollio say "One of two."', talking.pull),
      command(stage, '/ollio say "The other one."', talking.pull),
    ])
    const [first, second] = one.comment < two.comment ? ['One of two.', 'The other one.'] : ['The other one.', 'One of two.']
    await untilCommented(stage, talking.pull, new RegExp(`${first}[^]*Position 1\\.`))
    await untilCommented(stage, talking.pull, new RegExp(`${second}[^]*Position 2\\.`))
    held.open()
    for (const { comment } of [running, one, two]) expect(await untilEnded(stage, comment)).toBe('PUBLISHED')
    expect(await now()).toContain(second)
  })

  test('turns run in the order in which their commands were written even if a webhook arrives late', async () => {
    const held = Promise.withResolvers<void>()
    stage.webhookGate.before(async ({ event, body }) => {
      if (event === 'issue_comment' && body.includes('Written first.')) await held.promise
    })
    const model1 = holdModel()
    const running = await command(stage, '/ollio say "Running."', talking.pull)
    await model1.asked
    const late = await command(stage, '/ollio say "Written first."', talking.pull)
    const third = await command(stage, '/ollio say "Written last."', talking.pull)
    await untilCommented(stage, talking.pull, /Position 1\./)
    held.resolve()
    await untilCommented(stage, talking.pull, /Written last[^]*Position 2\./)
    model1.open()
    for (const { comment } of [running, late, third]) expect(await untilEnded(stage, comment)).toBe('PUBLISHED')
    expect(await now()).toContain('Written last.')
  })
})

test('a review with line comments is one turn that gets the lines', async () => {
  const { data: pull } = await rest().pulls.get({ ...AT, pull_number: talking.pull })
  const review = await rest().pulls.createReview({
    ...{ ...AT, pull_number: talking.pull, commit_id: pull.head.sha, event: 'COMMENT', body: '/ollio say "By review."' },
    comments: [{ path: COMPONENT, line: 12, side: 'RIGHT', body: 'This line, please.' }],
  })
  await untilTrue(
    async () =>
      (await stage.query(`SELECT 1 FROM "Turn" WHERE key = $1 AND state = 'PUBLISHED'`, [`review:${review.data.id}`])).length === 1,
  )
  expect(await now()).toContain('By review.')
  const request = model.calls.flatMap(({ messages }) => messages).findLast(({ content }) => String(content).startsWith('{"request"'))
  expect(JSON.parse(String(request?.content))).toMatchObject({ about: [{ path: COMPONENT, toLine: 12, comment: 'This line, please.' }] })
})

test('cancel kills a running command and restores branch and credits', async () => {
  const before = await balance()
  const { issue, comment } = await command(stage, '/ollio generate a greeting card')
  await untilTrue(
    async () =>
      (
        await stage.query(`SELECT 1 FROM "Step" s JOIN "Turn" t ON t.id = s."turnId" WHERE t.key = $1 AND s.number = 2`, [
          `comment:${comment}`,
        ])
      ).length === 1,
  )
  await command(stage, '/ollio cancel', issue)
  expect(await untilEnded(stage, comment)).toBe('CANCELLED')
  expect(await balance()).toBe(before)
  await expect(headOf(stage, `ollio/${issue}-1-greeting-card`)).rejects.toMatchObject({ status: 404 })
  expect(await untilCommented(stage, issue, /Cancelled by `maya`/)).toContain('the 10 credits were returned')
})

test('a pull request that is closed and reopened continues', async () => {
  await rest().pulls.update({ ...AT, pull_number: talking.pull, state: 'closed' })
  await untilCommented(stage, talking.pull, /Closed without merging\. The last version is v\d+\./)
  await rest().pulls.update({ ...AT, pull_number: talking.pull, state: 'open' })
  await untilCommented(stage, talking.pull, /open again/)
  expect(await say('/ollio say "After all."')).toBe('PUBLISHED')
})

test('a turn is published under the new name of a repository that was renamed meanwhile', async () => {
  const held = holdModel()
  const { comment } = await command(stage, '/ollio say "In the new house."', talking.pull)
  await held.asked
  await rest().repos.update({ ...AT, name: 'renamed' })
  await untilTrue(async () => (await stage.query(`SELECT 1 FROM "Repository" WHERE name = 'renamed'`)).length === 1)
  held.open()
  expect(await untilEnded(stage, comment)).toBe('PUBLISHED')
  await rest().repos.update({ owner: AT.owner, repo: 'renamed', name: AT.repo })
  await untilTrue(async () => (await stage.query(`SELECT 1 FROM "Repository" WHERE name = $1`, [AT.repo])).length === 1)
  expect(await now()).toContain('In the new house.')
})

test('a turn on a locked pull request is published, with its text in the pull request', async () => {
  await rest().issues.lock({ ...AT, issue_number: talking.pull })
  expect(await say('/ollio say "In silence."')).toBe('PUBLISHED')
  expect(await now()).toContain('In silence.')
  const { data } = await rest().pulls.get({ ...AT, pull_number: talking.pull })
  expect(data.body).toContain('In silence.')
  await rest().issues.unlock({ ...AT, issue_number: talking.pull })
})

test('a ruleset that refuses the push fails the turn once, with a reason and its credits returned', async () => {
  const before = await balance()
  stage.github.refusePushes(AT.owner, AT.repo, 'ollio/')
  expect(await say('/ollio say "Not allowed."')).toBe('FAILED')
  expect(await untilCommented(stage, talking.pull, /a rule of the repository is in the way/)).toContain('the 5 credits were returned')
  expect(await balance()).toBe(before)
  stage.github.refusePushes(AT.owner, AT.repo, null)
  expect(await say('/ollio retry')).toBe('PUBLISHED')
  expect(await now()).toContain('Not allowed.')
})

describe('a running turn', () => {
  /** A turn that waits for the model until something ends it. */
  async function endedBy(body: string, on: number | undefined, what: (issue: number) => Promise<unknown>): Promise<string> {
    const held = holdModel()
    const { issue, comment } = await command(stage, body, on)
    await held.asked
    await what(issue)
    const state = await untilEnded(stage, comment)
    held.open()
    return state
  }
  const sender = { id: 1, login: 'maya', type: 'User' }
  const ids = async () => (await stage.query<{ id: string; installationId: string }>('SELECT id, "installationId" FROM "Repository"'))[0]

  test('a running turn whose issue is deleted is cancelled with its credits returned, and its project ends', async () => {
    const before = await balance()
    const id = Number((await ids())?.id)
    const state = await endedBy('/ollio generate a greeting card', undefined, (issue) =>
      deliver('issues', {
        ...{ action: 'deleted', issue: { number: issue }, sender, installation: { id: stage.github.installationId } },
        repository: { id, name: AT.repo, owner: { login: AT.owner } },
      }),
    )
    expect(state).toBe('CANCELLED')
    expect(await balance()).toBe(before)
    await untilTrue(
      async () => (await stage.query(`SELECT 1 FROM "Project" WHERE "endedAt" IS NOT NULL AND "pullRequest" IS NULL`)).length === 1,
    )
  })

  test('a running turn whose branch is deleted fails with a reason', async () => {
    const other = await startConversation(stage)
    const held = holdModel()
    const { comment } = await command(stage, '/ollio say "Nowhere."', other.pull)
    await held.asked
    await rest().git.deleteRef({ ...AT, ref: `heads/${other.branch}` })
    held.open()
    expect(await untilEnded(stage, comment)).toBe('FAILED')
    expect(await untilCommented(stage, other.pull, /branch of the pull request or its base branch no longer exists/)).toContain(
      'the 5 credits were returned',
    )
  })

  test('a running turn whose app is uninstalled is cancelled with its credits returned, and nothing is deleted', async () => {
    const before = await balance()
    const installationId = Number((await ids())?.installationId)
    const state = await endedBy('/ollio say "No more."', talking.pull, () =>
      deliver('installation', { action: 'deleted', installation: { id: installationId }, sender }),
    )
    expect(state).toBe('CANCELLED')
    expect(await balance()).toBe(before)
    expect(await stage.query('SELECT 1 FROM "Installation" WHERE "suspendedAt" IS NOT NULL')).toHaveLength(1)
    expect(await deliver('installation', { action: 'unsuspend', installation: { id: installationId }, sender })).toBe(200)
    await untilTrue(async () => (await stage.query('SELECT 1 FROM "Installation" WHERE "suspendedAt" IS NULL')).length === 1)
    expect(await say('/ollio say "Back again."')).toBe('PUBLISHED')
  })
})
