import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { APP_ID, changed, fixture, startWebhookServer } from '../../support/webhook-server.ts'
import type { Payload, WebhookServer } from '../../support/webhook-server.ts'

let server: WebhookServer
beforeEach(async () => {
  server = await startWebhookServer()
})
afterEach(() => server.close())

const issue = fixture('issues.opened.command')
const { repository, installation, sender } = issue
const common = { repository, installation, sender }
const installed = { action: 'deleted', installation: { id: 4 }, sender }
const checkRun = (changes: Payload = {}): Payload => ({
  ...common,
  action: 'completed',
  check_run: {
    ...{ head_sha: 'c0ffee', conclusion: 'failure', app: { id: 15_368 }, check_suite: { head_branch: 'ollio/7-1-pricing-card' } },
    pull_requests: [{ number: 12 }],
    ...changes,
  },
})
const pullOf = (ref: string): Payload => ({
  ...common,
  action: 'opened',
  pull_request: { number: 21, head: { ref, sha: 'c0ffee', repo: { id: (repository as { id: number }).id } } },
})
const REPOSITORY = { repositoryId: 5_000_000_001 }
const told = () => server.workflows.events.map(({ notice }) => notice)

describe('GitHub events', () => {
  test.each<[string, string, Payload, object]>([
    ['an issue is deleted', 'issues', changed(issue, { action: 'deleted', 'issue.number': 7 }), { about: 'issue-gone', issue: 7 }],
    ['an issue is transferred', 'issues', changed(issue, { action: 'transferred', 'issue.number': 7 }), { about: 'issue-gone', issue: 7 }],
    ['a repository is renamed', 'repository', { ...common, action: 'renamed' }, { about: 'repository-renamed' }],
    ['a repository is transferred', 'repository', { ...common, action: 'transferred' }, { about: 'repository-renamed' }],
    ['a repository is archived', 'repository', { ...common, action: 'archived' }, { about: 'repositories-gone' }],
    ['a repository is deleted', 'repository', { ...common, action: 'deleted' }, { about: 'repositories-gone' }],
    [
      'repositories are removed from the installation',
      'installation_repositories',
      { ...installed, action: 'removed', repositories_removed: [{ id: 11 }, { id: 12 }] },
      { about: 'repositories-gone', repositoryIds: [11, 12] },
    ],
    ['the app is uninstalled', 'installation', installed, { about: 'installation-suspended', installationId: 4 }],
    ['the app is suspended', 'installation', { ...installed, action: 'suspend' }, { about: 'installation-suspended', installationId: 4 }],
    [
      'the app is unsuspended',
      'installation',
      { ...installed, action: 'unsuspend' },
      { about: 'installation-restored', installationId: 4 },
    ],
    ['a person opens a pull request', 'pull_request', pullOf('feature'), { about: 'pull-request-changed', number: 21, headSha: 'c0ffee' }],
    [
      'a person pushes to a pull request',
      'pull_request',
      { ...pullOf('feature'), action: 'synchronize' },
      { about: 'pull-request-changed' },
    ],
    ['a check fails on a branch of ours', 'check_run', checkRun(), { about: 'check-failed', headSha: 'c0ffee' }],
    ['a check times out', 'check_run', checkRun({ conclusion: 'timed_out' }), { about: 'check-failed' }],
  ])('GitHub events start a workflow when %s', async (_case, event, payload, notice) => {
    expect((await server.deliver(event, payload)).status).toBe(200)
    expect(told()).toMatchObject([notice])
  })

  test('GitHub events carry the repository’s id and its new name', async () => {
    await server.deliver(
      'repository',
      changed({ ...common, action: 'renamed' }, { 'repository.name': 'store', 'repository.id': 5_000_000_001 }),
    )
    expect(told()).toMatchObject([{ ...REPOSITORY, name: 'store' }])
  })

  test('GitHub events start one workflow per delivery id, even if redelivered', async () => {
    const headers = { 'x-github-delivery': '0190a000-0000-7000-8000-000000000001' }
    await server.deliver('installation', installed, { headers })
    await server.deliver('installation', installed, { headers })
    expect(server.workflows.events).toMatchObject([{ delivery: headers['x-github-delivery'] }])
  })

  test('GitHub events fail the delivery if Temporal is unreachable', async () => {
    server.workflows.state = 'down'
    expect((await server.deliver('installation', installed)).status).toBe(500)
  })
})

describe('check runs that are ignored', () => {
  test.each<[string, Payload]>([
    ['a check that passed', checkRun({ conclusion: 'success' })],
    ['a check of our own', checkRun({ app: { id: APP_ID } })],
    ['a check on a branch that is not ours', checkRun({ check_suite: { head_branch: 'feature' } })],
    ['a check without a branch', checkRun({ check_suite: { head_branch: null } })],
  ])('%s', async (_case, payload) => {
    expect((await server.deliver('check_run', payload)).status).toBe(200)
    expect(told()).toEqual([])
  })
})

test('our own pull request starts no workflow', async () => {
  expect((await server.deliver('pull_request', pullOf('ollio/7-1-pricing-card'))).status).toBe(200)
  expect(told()).toEqual([])
})

describe('the re-run button of our check', () => {
  const rerequested = (changes: Payload = {}) => ({ ...checkRun({ app: { id: APP_ID }, ...changes }), action: 'rerequested' })

  test('the re-run button of our check repeats the last turn for the user who pressed it', async () => {
    expect((await server.deliver('check_run', rerequested())).status).toBe(200)
    expect(server.workflows.started).toMatchObject([
      { kind: 'rerun', number: 12, onPullRequest: true, command: { name: 'retry' }, author: { login: 'mara' } },
    ])
  })

  test('the re-run button of our check is one command per press, not per delivery', async () => {
    const headers = { 'x-github-delivery': '0190a000-0000-7000-8000-000000000001' }
    await server.deliver('check_run', rerequested(), { headers })
    await server.deliver('check_run', rerequested(), { headers })
    await server.deliver('check_run', rerequested())
    expect(server.workflows.started).toHaveLength(2)
  })

  test.each<[string, Payload]>([
    ['for a check of another app', rerequested({ app: { id: 15_368 } })],
    ['without a pull request', rerequested({ pull_requests: [] })],
  ])('the re-run button of our check does nothing %s', async (_case, payload) => {
    expect((await server.deliver('check_run', payload)).status).toBe(200)
    expect(server.workflows.started).toEqual([])
  })
})
