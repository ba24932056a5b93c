import { describe, expect, it } from 'vitest'
import { openPull } from '../../support/local-github/listen-to-changes.ts'
import { HERE, useLocalGitHub, statusOf } from '../../support/local-github/local-github-world.ts'

const world = useLocalGitHub()

describe('issues and comments', () => {
  it('issues and comments notifies the app when a person opens, edits, closes and reopens an issue', async () => {
    const { outsider, maintainer, receiver } = world
    const { data: issue } = await outsider.rest.issues.create({ ...HERE, title: 'A pricing card', body: '/ollio generate a card' })
    expect(issue.user?.login).toBe('odd')
    await outsider.rest.issues.update({ ...HERE, issue_number: issue.number, title: 'A better pricing card' })
    await maintainer.rest.issues.update({ ...HERE, issue_number: issue.number, state: 'closed', state_reason: 'not_planned' })
    await maintainer.rest.issues.update({ ...HERE, issue_number: issue.number, state: 'open' })
    await receiver.waitFor('issues.reopened')
    const names = receiver.deliveries.map(({ name }) => name)
    expect(names).toEqual(['issues.opened', 'issues.edited', 'issues.closed', 'issues.reopened'])
    expect(receiver.deliveries[1]?.body['changes']).toEqual({ title: { from: 'A pricing card' } })
  })

  it('issues and comments notifies the app when a comment is posted, edited and deleted', async () => {
    const { outsider, maintainer, receiver } = world
    const { data: issue } = await outsider.rest.issues.create({ ...HERE, title: 'Talk' })
    const { data: comment } = await outsider.rest.issues.createComment({ ...HERE, issue_number: issue.number, body: 'first' })
    await outsider.rest.issues.updateComment({ ...HERE, comment_id: comment.id, body: 'second' })
    expect((await maintainer.rest.issues.getComment({ ...HERE, comment_id: comment.id })).data.body).toBe('second')
    await maintainer.rest.issues.deleteComment({ ...HERE, comment_id: comment.id })
    const deleted = await receiver.waitFor('issue_comment.deleted')
    expect(deleted.body.sender.login).toBe('mara')
    expect((await receiver.waitFor('issue_comment.edited')).body['changes']).toEqual({ body: { from: 'first' } })
    expect(await statusOf(maintainer.rest.issues.getComment({ ...HERE, comment_id: comment.id }))).toBe(404)
  })

  it('issues and comments lists comments page by page and since a time', async () => {
    const { bot, maintainer } = world
    const { data: issue } = await maintainer.rest.issues.create({ ...HERE, title: 'Long' })
    for (let count = 1; count <= 5; count += 1)
      await bot.rest.issues.createComment({ ...HERE, issue_number: issue.number, body: `comment ${count}` })
    const first = await bot.rest.issues.listComments({ ...HERE, issue_number: issue.number, per_page: 2 })
    expect(first.headers.link).toContain('rel="next"')
    const all = await bot.paginate(bot.rest.issues.listComments, { ...HERE, issue_number: issue.number, per_page: 2 })
    expect(all.map(({ body }) => body)).toEqual([1, 2, 3, 4, 5].map((count) => `comment ${count}`))
    expect(all[0]?.performed_via_github_app?.slug).toBe('ollio')
    const later = await bot.rest.issues.listComments({ ...HERE, issue_number: issue.number, since: '2999-01-01T00:00:00Z' })
    expect(later.data).toEqual([])
    expect((await bot.rest.issues.get({ ...HERE, issue_number: issue.number })).data.comments).toBe(5)
  })

  it('issues and comments lists issues by state, including pull requests', async () => {
    const { bot, maintainer } = world
    const { data: issue } = await maintainer.rest.issues.create({ ...HERE, title: 'Listed' })
    const { pull } = await openPull(bot, 'listed', { 'listed.txt': 'x\n' })
    const { data: open } = await maintainer.rest.issues.listForRepo({ ...HERE, per_page: 2 })
    expect(open.map(({ number }) => number)).toEqual([pull.number, issue.number])
    expect(open.map(({ pull_request: link }) => link?.url)).toEqual([pull.url, undefined])
    await maintainer.rest.issues.update({ ...HERE, issue_number: issue.number, state: 'closed' })
    const { data: closed } = await maintainer.rest.issues.listForRepo({ ...HERE, state: 'closed' })
    expect(closed.map(({ number }) => number)).toEqual([issue.number])
  })

  it('issues and comments treats comments on a pull request as comments of the issues API, with `pull_request`', async () => {
    const { bot, outsider, receiver } = world
    const { pull } = await openPull(bot, 'talk', { 'z.txt': 'z\n' })
    const { data: comment } = await outsider.rest.issues.createComment({ ...HERE, issue_number: pull.number, body: '/ollio make it blue' })
    expect(comment.html_url).toBe(`${pull.html_url}#issuecomment-${comment.id}`)
    const { body } = await receiver.waitFor('issue_comment.created', { issue: { number: pull.number } })
    expect(body).toMatchObject({
      issue: { number: pull.number, pull_request: { url: pull.url } },
      comment: { id: comment.id, body: '/ollio make it blue' },
      installation: { id: world.github.installationId },
      sender: { login: 'odd', type: 'User' },
    })
  })

  it('issues and comments marks what the bot writes as written by a bot', async () => {
    const { bot, maintainer, receiver } = world
    const { data: issue } = await maintainer.rest.issues.create({ ...HERE, title: 'Answered' })
    receiver.deliveries.length = 0
    await bot.rest.issues.createComment({ ...HERE, issue_number: issue.number, body: 'At work' })
    const { body } = await receiver.waitFor('issue_comment.created')
    expect(body).toMatchObject({ sender: { login: 'ollio[bot]', type: 'Bot' }, comment: { performed_via_github_app: { slug: 'ollio' } } })
    expect(body).not.toHaveProperty('issue.pull_request')
  })

  it('issues and comments keeps one reaction of a kind per person and answers 200 to the second one', async () => {
    const { bot, maintainer } = world
    const { data: issue } = await maintainer.rest.issues.create({ ...HERE, title: 'React' })
    const { data: comment } = await maintainer.rest.issues.createComment({ ...HERE, issue_number: issue.number, body: 'hello' })
    const first = await bot.rest.reactions.createForIssueComment({ ...HERE, comment_id: comment.id, content: 'eyes' })
    const second = await bot.rest.reactions.createForIssueComment({ ...HERE, comment_id: comment.id, content: 'eyes' })
    expect([first.status, second.status, second.data.id]).toEqual([201, 200, first.data.id])
    await bot.rest.reactions.createForIssue({ ...HERE, issue_number: issue.number, content: 'rocket' })
    expect((await bot.rest.reactions.listForIssue({ ...HERE, issue_number: issue.number })).data.map(({ content }) => content)).toEqual([
      'rocket',
    ])
    await bot.rest.reactions.deleteForIssueComment({ ...HERE, comment_id: comment.id, reaction_id: first.data.id })
    expect((await bot.rest.reactions.listForIssueComment({ ...HERE, comment_id: comment.id })).data).toEqual([])
    const shrug = bot.request(`POST /repos/acme/shop/issues/comments/${comment.id}/reactions`, { content: 'shrug' })
    expect(await statusOf(shrug)).toBe(422)
  })

  it('issues and comments rejects empty and overlong texts with an explanation', async () => {
    const { maintainer } = world
    const { data: issue } = await maintainer.rest.issues.create({ ...HERE, title: 'Limits' })
    expect(await statusOf(maintainer.rest.issues.createComment({ ...HERE, issue_number: issue.number, body: '  ' }))).toBe(422)
    expect(await statusOf(maintainer.rest.issues.createComment({ ...HERE, issue_number: issue.number, body: 'x'.repeat(65_537) }))).toBe(
      422,
    )
    for (const title of [' ', 'x'.repeat(257), 'nul\0']) expect(await statusOf(maintainer.rest.issues.create({ ...HERE, title }))).toBe(422)
    expect(await statusOf(maintainer.request('POST /repos/acme/shop/issues', { body: 'no title' }))).toBe(422)
    const broken = await fetch(`${world.github.apiUrl}/repos/acme/shop/issues`, {
      method: 'POST',
      body: '{',
      headers: { authorization: 'token token-of-mara' },
    })
    expect(broken.status).toBe(400)
    expect(await statusOf(maintainer.rest.issues.get({ ...HERE, issue_number: 999_999 }))).toBe(404)
  })
})
