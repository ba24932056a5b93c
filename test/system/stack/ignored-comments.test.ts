import { afterAll, beforeAll, expect, test } from 'vitest'
import { startScriptedModel, type ScriptedModel } from '#test/support/scripted-model.ts'
import { AT, startStack, untilTrue, type Stack } from '#test/support/stack/start-stack.ts'
import { botComments, command } from '../../support/stack/one-of-each.ts'
import { greet } from '../../support/stack/greeting.ts'

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

/** Counts the rows of all our tables. */
async function rows(): Promise<number> {
  const tables = await stage.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`,
  )
  expect(tables.length).toBeGreaterThan(9)
  let sum = 0
  for (const { name } of tables) {
    const [row] = await stage.query<{ count: number }>(`SELECT count(*)::int AS count FROM "${name}"`)
    sum += row?.count ?? 0
  }
  return sum
}

test.each<[what: string, body: string, answer: string]>([
  ['nothing after it', '/ollio generate', 'Tell Ollio what to build'],
  ['spaces after it', '/ollio generate   \n\t ', 'Tell Ollio what to build'],
  ['invisible characters after it', '/ollio generate \u200b\u2060\u00ad\u{e0041}\ufeff', 'Tell Ollio what to build'],
  ['an HTML comment after it', '/ollio generate <!-- a card -->', 'Tell Ollio what to build'],
  ['10,000 characters after it', `/ollio generate ${'long '.repeat(2_000)}`, 'longer than 4,000 characters'],
  ['a misspelt word', '/ollio genrate', 'Did you mean `/ollio generate`'],
  ['a prompt without a command', '/ollio a greeting card', 'Start with a command'],
  ['a refinement of nothing', '/ollio refine the colours', 'There is no Ollio pull request here to change'],
])('a command with %s gets one reply and writes no row', async (_what, body, answer) => {
  const { issue } = await command(stage, body)
  await untilTrue(async () => (await botComments(stage, issue)).length > 0)
  expect(await botComments(stage, issue)).toEqual([expect.stringContaining(answer)])
  expect(await rows()).toBe(0)
  expect(model.calls).toEqual([])
})

test('a quote, a code block and a mention within a sentence get no reply', async () => {
  const { rest } = stage.person('maintainer')
  const { data } = await rest.issues.create({ ...AT, title: 'Talk', body: 'We talk of /ollio generate here.' })
  for (const body of [
    '> /ollio generate a card',
    '```\n/ollio generate a card\n```',
    '    /ollio generate a card',
    'Try /ollio generate a card',
    'Thanks!\n/ollio generate a card',
    '/ollioscope generate a card',
  ]) {
    await command(stage, body, data.number)
  }
  // Webhooks arrive in order, so the reply to this command shows that the ones before were handled.
  await command(stage, '/ollio help', data.number)
  await untilTrue(async () => (await botComments(stage, data.number)).length > 0)
  expect(await botComments(stage, data.number)).toEqual([expect.stringContaining('| Command | What it does |')])
  const comments = (await rest.issues.listComments({ ...AT, issue_number: data.number })).data
  expect(comments.map(({ reactions }) => reactions?.total_count)).toEqual(comments.map(() => 0))
  expect(await rows()).toBe(0)
})

test('a person without permission gets one reaction and nothing else', async () => {
  const issue = (await stage.person('maintainer').rest.issues.create({ ...AT, title: 'A card', body: '' })).data.number
  const outsider = stage.person('outsider').rest
  const comment = (await outsider.issues.createComment({ ...AT, issue_number: issue, body: '/ollio generate a greeting card' })).data.id
  await untilTrue(async () => (await outsider.reactions.listForIssueComment({ ...AT, comment_id: comment })).data.length > 0)
  const reactions = (await outsider.reactions.listForIssueComment({ ...AT, comment_id: comment })).data
  expect(reactions.map(({ content, user }) => [content, user?.login])).toEqual([['confused', 'ollio[bot]']])
  expect(await botComments(stage, issue)).toEqual([])
  expect(await rows()).toBe(0)
})
