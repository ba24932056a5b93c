import { expect } from 'vitest'
import type { ModelCall } from '#test/support/scripted-model.ts'
import { AT, untilTrue, type Stack } from '#test/support/stack/start-stack.ts'

/** Posts a command as the maintainer, on a new issue unless one is given; returns the issue's number and the comment's id. */
export async function command(stage: Stack, body: string, issue?: number): Promise<{ issue: number; comment: number }> {
  const { rest } = stage.person('maintainer')
  const number = issue ?? (await rest.issues.create({ ...AT, title: 'A greeting', body: 'For people who come back.' })).data.number
  const { data } = await rest.issues.createComment({ ...AT, issue_number: number, body })
  return { issue: number, comment: data.id }
}

/** The bot's comments on an issue or pull request, oldest first. */
export async function botComments(stage: Stack, issue: number): Promise<string[]> {
  const { data } = await stage.person('maintainer').rest.issues.listComments({ ...AT, issue_number: issue, per_page: 100 })
  return data.filter(({ user }) => user?.type === 'Bot').map(({ body }) => body ?? '')
}

/** Waits until the comment's turn has ended and no sandbox is left; returns the turn's state. */
export async function untilEnded(stage: Stack, comment: number, patienceMs?: number): Promise<string> {
  let state: string | undefined
  await untilTrue(async () => {
    const rows = await stage.query<{ state: string }>('SELECT state FROM "Turn" WHERE key = $1', [`comment:${comment}`])
    state = rows[0]?.state
    return state !== undefined && state !== 'RUNNING'
  }, patienceMs)
  await untilTrue(async () => (await stage.sandboxes()).length === 0)
  return state ?? ''
}

/** Expects exactly one of everything that a published generate turn creates. */
export async function expectOneOfEach(stage: Stack, issue: number, comment: number, calls: readonly ModelCall[]): Promise<void> {
  const { rest } = stage.person('maintainer')
  const isOurs = ({ head }: { head: { ref: string } }): boolean => head.ref.startsWith(`ollio/${issue}-`)
  const pulls = (await rest.pulls.list({ ...AT, state: 'all', per_page: 100 })).data.filter(isOurs)
  expect(pulls.map(({ state }) => state)).toEqual(['open'])
  const pull = pulls[0]
  if (pull === undefined) return
  const commits = (await rest.pulls.listCommits({ ...AT, pull_number: pull.number })).data
  expect(commits.map(({ commit }) => commit.message)).toEqual([expect.stringContaining(`Ollio-Turn: comment:${comment}`)])
  await untilTrue(async () => (await botComments(stage, issue)).some((body) => body.startsWith('### v1 is ready')))
  expect(await botComments(stage, issue)).toHaveLength(1)
  const checks = (await rest.checks.listForRef({ ...AT, ref: pull.head.sha })).data.check_runs
  expect(checks.map(({ name, conclusion }) => [name, conclusion])).toEqual([['Ollio', 'success']])
  const usage = await stage.query<{ operation: string; credits: number }>(
    `SELECT operation, credits FROM "Usage" WHERE "turnId" = (SELECT id FROM "Turn" WHERE key = $1) ORDER BY operation`,
    [`comment:${comment}`],
  )
  expect(usage).toEqual([
    { operation: 'generate', credits: -10 },
    { operation: 'tokens', credits: 0 },
  ])
  const answered = calls.filter((call) => call.answered).map(({ messages }) => JSON.stringify(messages))
  expect(new Set(answered).size).toBe(answered.length)
  expect(answered).toHaveLength(3)
}
