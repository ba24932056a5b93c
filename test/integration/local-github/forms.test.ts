import { describe, expect, it } from 'vitest'
import { browserOf } from '../../support/local-github/pages-in-chromium.ts'
import { openPull } from '../../support/local-github/listen-to-changes.ts'
import { HERE, useLocalGitHub } from '../../support/local-github/local-github-world.ts'

const world = useLocalGitHub()

async function newIssue(): Promise<number> {
  return (await world.maintainer.rest.issues.create({ ...HERE, title: 'Talk' })).data.number
}

describe('the forms of the pages', () => {
  it('the forms of the pages post a comment as the chosen person and notify the app', async () => {
    const { github, receiver, bot } = world
    const number = await newIssue()
    const { send } = browserOf(github, 'wim')
    const sent = await send(`/acme/shop/_conversation/${number}`, { what: 'comment', body: '/ollio generate a card\r\nwith three tiers' })
    expect([sent.status, sent.to]).toEqual([303, expect.stringMatching(`^/acme/shop/issues/${number}#issuecomment-[0-9]+$`)])
    const { body } = await receiver.waitFor('issue_comment.created')
    expect(body).toMatchObject({
      issue: { number },
      comment: { body: '/ollio generate a card\nwith three tiers', user: { login: 'wim', type: 'User' } },
      sender: { login: 'wim', type: 'User' },
    })
    expect((await bot.rest.issues.listComments({ ...HERE, issue_number: number })).data).toHaveLength(1)
  })

  it('the forms of the pages choose the person to act as, only among the known people', async () => {
    const { github } = world
    const { send } = browserOf(github)
    const chosen = await send('/_acting', { login: 'odd' })
    expect([chosen.status, chosen.to]).toEqual([303, '/'])
    const actorFor = async (person?: string) =>
      /value="([^"]*)" aria-pressed="true"/.exec((await browserOf(github, person).visit('/')).html)?.[1]
    expect([await actorFor(), await actorFor('odd'), await actorFor('ollio[bot]'), await actorFor('nobody')]).toEqual([
      'mara',
      'odd',
      'mara',
      'mara',
    ])
  })

  it('the forms of the pages return to the page of the form after the person was changed, and to no other site', async () => {
    const { send } = browserOf(world.github)
    const paths = [
      '/acme/shop/pulls',
      '/acme/shop/tree/a%22b',
      '//example.test',
      '/\\example.test',
      'https://example.test',
      '/acme/shop/_pull/1',
      '/a\tb',
      '',
    ]
    const led = await Promise.all(paths.map(async (back) => (await send('/_acting', { login: 'odd', back })).to))
    expect(led).toEqual(['/acme/shop/pulls', '/acme/shop/tree/a%22b', '/', '/', '/', '/', '/', '/'])
  })

  it('the forms of the pages open an issue, close it with a final comment, and reopen it', async () => {
    const { github, receiver, maintainer } = world
    const { send } = browserOf(github, 'odd')
    const opened = await send('/acme/shop/_issues', { title: 'A form', body: '/ollio generate a form' })
    const number = Number(/\/issues\/(\d+)$/.exec(opened.to ?? '')?.[1])
    await receiver.waitFor('issues.opened', { issue: { number }, sender: { login: 'odd' } })
    await send(`/acme/shop/_conversation/${number}`, { what: 'close', body: 'never mind' })
    const { data } = await maintainer.rest.issues.get({ ...HERE, issue_number: number })
    expect([data.state, data.comments]).toEqual(['closed', 1])
    await send(`/acme/shop/_conversation/${number}`, { what: 'reopen', body: '' })
    await receiver.waitFor('issues.reopened', { issue: { number, comments: 1 } })
  })

  it('the forms of the pages edit and delete a comment', async () => {
    const { github, receiver, maintainer } = world
    const { data } = await maintainer.rest.issues.createComment({ ...HERE, issue_number: await newIssue(), body: 'first' })
    const { send } = browserOf(github, 'wim')
    await send(`/acme/shop/_comments/${data.id}`, { what: 'edit', body: 'second' })
    await receiver.waitFor('issue_comment.edited', { comment: { id: data.id, body: 'second' }, sender: { login: 'wim' } })
    await send(`/acme/shop/_comments/${data.id}`, { what: 'delete' })
    const deleted = await receiver.waitFor('issue_comment.deleted', { comment: { id: data.id } })
    expect(deleted.body.sender.login).toBe('wim')
  })

  it('the forms of the pages review a pull request, comment on a line, and merge it', async () => {
    const { github, receiver, bot } = world
    const { at } = await openPull(bot, 'by-form', { 'src/card.tsx': 'export const card = 1\n' })
    const { send } = browserOf(github, 'mara')
    await send(`/acme/shop/_reviews/${at.pull_number}`, { event: 'REQUEST_CHANGES', body: '/ollio make it two' })
    await receiver.waitFor('pull_request_review.submitted', { review: { state: 'changes_requested', body: '/ollio make it two' } })
    await send(`/acme/shop/_lines/${at.pull_number}`, { path: 'src/card.tsx', line: '1', body: '/ollio this one' })
    await receiver.waitFor('pull_request_review_comment.created', { comment: { line: 1, body: '/ollio this one' } })
    await send(`/acme/shop/_pull/${at.pull_number}`, { what: 'draft' })
    await receiver.waitFor('pull_request.converted_to_draft')
    expect((await send(`/acme/shop/_pull/${at.pull_number}`, { what: 'merge' })).status).toBe(405)
    await send(`/acme/shop/_pull/${at.pull_number}`, { what: 'ready' })
    expect((await send(`/acme/shop/_pull/${at.pull_number}`, { what: 'merge' })).to).toBe(`/acme/shop/pull/${at.pull_number}#ending`)
    await receiver.waitFor('pull_request.closed', { pull_request: { merged: true, merged_by: { login: 'mara' } } })
  })

  it('the forms of the pages edit the title and the description, and reply to a line comment', async () => {
    const { github, receiver, bot, writer } = world
    const { at, sha } = await openPull(bot, 'worded', { 'src/words.tsx': 'export const words = 1\n' })
    const { send } = browserOf(github, 'wim')
    await send(`/acme/shop/_issues/${at.pull_number}`, { title: 'Better words', body: 'And more' })
    await receiver.waitFor('pull_request.edited', { pull_request: { title: 'Better words', body: 'And more' }, sender: { login: 'wim' } })
    const number = await newIssue()
    await send(`/acme/shop/_issues/${number}`, { title: 'Other words', body: '' })
    await receiver.waitFor('issues.edited', { issue: { number, title: 'Other words' } })
    const { data } = await writer.rest.pulls.createReviewComment({ ...at, commit_id: sha, path: 'src/words.tsx', line: 1, body: 'Why?' })
    const answered = await browserOf(github, 'odd').send(`/acme/shop/_replies/${data.id}`, { body: 'Why not?' })
    expect(answered.to).toMatch(new RegExp(`^/acme/shop/pull/${at.pull_number}#discussion_r[0-9]+$`))
    await receiver.waitFor('pull_request_review_comment.created', { comment: { body: 'Why not?', in_reply_to_id: data.id } })
  })

  it('the forms of the pages close a pull request without merging it', async () => {
    const { github, receiver, bot } = world
    const { at } = await openPull(bot, 'unwanted', { 'no.txt': 'no\n' })
    await browserOf(github, 'wim').send(`/acme/shop/_conversation/${at.pull_number}`, { what: 'close', body: '' })
    const closed = await receiver.waitFor('pull_request.closed', { number: at.pull_number })
    expect(closed.body).toMatchObject({ pull_request: { merged: false, state: 'closed' }, sender: { login: 'wim' } })
  })
})
