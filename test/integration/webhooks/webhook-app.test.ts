import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { commandSchema } from '#src/domain/commands/command-message.ts'
import { changed, fixture, startWebhookServer } from '../../support/webhook-server.ts'
import type { Payload, WebhookServer } from '../../support/webhook-server.ts'

let server: WebhookServer
beforeEach(async () => {
  server = await startWebhookServer()
})
afterEach(() => server.close())

const onIssue = fixture('issue_comment.created.command')
const onPullRequest = fixture('issue_comment.created.on-pull-request')
const opened = fixture('issues.opened.command')
const review = fixture('pull_request_review.submitted.command')
const line = fixture('pull_request_review_comment.created.command')
const merged = fixture('pull_request.closed.merged')
const comment = (body: string | null) => changed(onIssue, { 'comment.body': body })

describe('a command by a person', () => {
  test.each<[string, string, Payload, object]>([
    [
      'on an issue',
      'issue_comment',
      onIssue,
      {
        kind: 'comment',
        onPullRequest: false,
        command: { name: 'generate', prompt: 'a responsive pricing card with three tiers', cut: false },
      },
    ],
    [
      'on a pull request',
      'issue_comment',
      onPullRequest,
      { kind: 'comment', onPullRequest: true, command: { name: 'bare', prompt: 'highlight the middle tier', cut: false } },
    ],
    [
      'as an issue',
      'issues',
      opened,
      {
        kind: 'issue',
        onPullRequest: false,
        author: { login: 'mara' },
        command: { name: 'generate', prompt: 'a pricing card', cut: false },
      },
    ],
    [
      'in a review',
      'pull_request_review',
      review,
      { kind: 'review', onPullRequest: true, command: { name: 'refine', prompt: 'the colours', cut: false } },
    ],
    [
      'on a line',
      'pull_request_review_comment',
      line,
      { kind: 'review-comment', onPullRequest: true, command: { name: 'refine', prompt: 'this line', cut: false } },
    ],
  ])('a command by a person is started %s', async (_case, event, payload, message) => {
    expect(await server.deliver(event, payload)).toMatchObject({ status: 200 })
    expect(server.workflows.started).toMatchObject([message])
    const [started] = server.workflows.started
    expect(commandSchema.parse(started)).toEqual(started)
    expect(server.logged).toMatchObject([{ message: 'Command received', outcome: 'started' }])
  })

  test('a command by a person carries everything that its workflow needs', async () => {
    await server.deliver('issue_comment', onIssue)
    const { comment: written, repository, installation, issue } = onIssue as Record<string, Record<string, unknown>>
    expect(server.workflows.started).toEqual([
      {
        kind: 'comment',
        id: written?.['id'],
        repository: { installationId: installation?.['id'], repositoryId: repository?.['id'], owner: 'acme', name: 'shop' },
        number: issue?.['number'],
        onPullRequest: false,
        author: { id: expect.any(Number), login: 'wim' },
        writtenAt: written?.['created_at'],
        command: { name: 'generate', prompt: 'a responsive pricing card with three tiers', cut: false },
      },
    ])
  })

  test('a command by a person is cut to the limit if it has ten thousand characters', async () => {
    expect(await server.deliver('issue_comment', comment(`/ollio generate ${'x'.repeat(10_000)}`))).toMatchObject({ status: 200 })
    expect(server.workflows.started).toMatchObject([{ command: { name: 'generate', prompt: 'x'.repeat(4_000), cut: true } }])
  })

  test('a command by a person may have an empty or invisible prompt', async () => {
    await server.deliver('issue_comment', comment('/ollio generate'))
    await server.deliver('issue_comment', changed(comment('/ollio generate \u200B\u2060 \u00AD\n\t '), { 'comment.id': 99 }))
    expect(server.workflows.started.map(({ command }) => command)).toEqual([
      { name: 'generate', prompt: '', cut: false },
      { name: 'generate', prompt: '', cut: false },
    ])
  })

  test('a command by a person is started once, even if it is delivered several times, and each delivery succeeds', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => server.deliver('issue_comment', onIssue)))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
    expect(server.workflows.started).toHaveLength(1)
    expect(server.logged.map(({ outcome }) => String(outcome)).toSorted()).toEqual([
      ...Array.from({ length: 4 }, () => 'already-started'),
      'started',
    ])
  })
})

describe('nothing is started', () => {
  test.each<[string, string, Payload]>([
    ['by a comment without a command', 'issue_comment', comment('Looks good to me.')],
    ['by a comment without a body', 'issue_comment', comment('')],
    ['by a quoted command', 'issue_comment', comment('> /ollio generate a card\n\nWhat does that do?')],
    ['by a command in a code block', 'issue_comment', comment('```\n/ollio generate a card\n```')],
    ['by an indented command', 'issue_comment', comment('    /ollio generate a card')],
    ['by a command in mid-sentence', 'issue_comment', comment('Write /ollio generate a card, please.')],
    ['by a command on a later line', 'issue_comment', comment('Hello.\n/ollio generate a card')],
    ['by a longer word', 'issue_comment', comment('/ollios generate a card')],
    ['by a bot', 'issue_comment', changed(onIssue, { 'comment.user.type': 'Bot', 'comment.user.login': 'robot[bot]' })],
    ['by an organization', 'issue_comment', changed(onIssue, { 'comment.user.type': 'Organization' })],
    ['by a ghost', 'issue_comment', changed(onIssue, { 'comment.user': null })],
    ['by a sender who is not the author', 'issue_comment', changed(onIssue, { 'sender.id': 7 })],
    ['by an edited comment', 'issue_comment', changed(onIssue, { action: 'edited', changes: { body: { from: 'Hello.' } } })],
    ['by a deleted comment', 'issue_comment', changed(onIssue, { action: 'deleted' })],
    ['by an edited issue', 'issues', changed(opened, { action: 'edited', changes: {} })],
    ['by an issue without a body', 'issues', changed(opened, { 'issue.body': null })],
    ['by a dismissed review', 'pull_request_review', changed(review, { action: 'dismissed' })],
    ['by a review without a body', 'pull_request_review', changed(review, { 'review.body': null })],
    ['by an edited line comment', 'pull_request_review_comment', changed(line, { action: 'edited', changes: {} })],
    ['by a push', 'push', { ref: 'refs/heads/main', repository: onIssue['repository'] }],
    ['by an unknown event', 'moon_phase', { action: 'full' }],
  ])('%s', async (_case, event, payload) => {
    expect((await server.deliver(event, payload)).status).toBeLessThan(300)
    expect(server.workflows.started).toEqual([])
    expect(server.logged).toEqual([])
  })
})

describe('a pull request of ours', () => {
  test('a pull request of ours tells its project when it is closed, merged or not', async () => {
    await server.deliver('pull_request', merged)
    await server.deliver('pull_request', changed(merged, { 'pull_request.merged': false }))
    const repositoryId = (merged['repository'] as { id: number }).id
    expect(server.workflows.closed).toEqual([
      { repositoryId, issue: 1, ordinal: 1, merged: true, pullRequest: expect.any(Number) },
      { repositoryId, issue: 1, ordinal: 1, merged: false, pullRequest: expect.any(Number) },
    ])
  })

  test('a pull request of ours tells its project when it is reopened', async () => {
    await server.deliver('pull_request', changed(merged, { action: 'reopened' }))
    const repositoryId = (merged['repository'] as { id: number }).id
    expect(server.workflows.reopened).toEqual([{ repositoryId, issue: 1, ordinal: 1 }])
    expect(server.workflows.closed).toEqual([])
  })

  test.each<[string, Record<string, unknown>]>([
    ['of a person', { 'pull_request.user.type': 'User' }],
    ['of a ghost', { 'pull_request.user': null }],
    ['of another branch', { 'pull_request.head.ref': 'dependabot/npm/react-19' }],
    ['of a branch with a similar name', { 'pull_request.head.ref': 'ollio/1-pricing' }],
    ['of a fork', { 'pull_request.head.repo.id': 12 }],
    ['of a deleted fork', { 'pull_request.head.repo': null }],
    ['with a new commit', { action: 'synchronize' }],
  ])('a pull request of ours is not assumed for a pull request %s', async (_case, changes) => {
    expect(await server.deliver('pull_request', changed(merged, changes))).toMatchObject({ status: 200 })
    expect(server.workflows.closed).toEqual([])
  })
})
