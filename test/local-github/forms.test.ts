import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserOf } from './browser.ts'
import { openPull } from './changes.ts'
import { HERE, startWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.close())

async function newIssue(): Promise<number> {
  return (await world.maintainer.rest.issues.create({ ...HERE, title: 'Talk' })).data.number
}

describe('the forms of the pages', () => {
  it('post a comment as the chosen person, and the app hears of it', async () => {
    const { github, receiver, bot } = world
    const number = await newIssue()
    const { send } = browserOf(github, 'wim')
    const sent = await send(`/acme/shop/_conversation/${number}`, { what: 'comment', body: '/ollio generate a card\r\nwith three tiers' })
    expect(sent).toMatchObject({ status: 303, to: `/acme/shop/issues/${number}` })
    const { body } = await receiver.waitFor('issue_comment.created')
    expect(body).toMatchObject({
      issue: { number },
      comment: { body: '/ollio generate a card\nwith three tiers', user: { login: 'wim', type: 'User' } },
      sender: { login: 'wim', type: 'User' },
    })
    expect((await bot.rest.issues.listComments({ ...HERE, issue_number: number })).data).toHaveLength(1)
  })

  it('choose as whom to act, among the people only', async () => {
    const { github } = world
    const { send, visit } = browserOf(github)
    const chosen = await send('/_acting', { login: 'odd' })
    expect([chosen.status, chosen.to]).toEqual([303, '/'])
    expect((await visit('/')).html).toContain('<option selected>mara</option>')
    expect((await browserOf(github, 'odd').visit('/')).html).toContain('<option selected>odd</option>')
    expect((await browserOf(github, 'ollio[bot]').visit('/')).html).toContain('<option selected>mara</option>')
  })

  it('open an issue, close it with a last word, and open it again', async () => {
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

  it('change and delete a comment', async () => {
    const { github, receiver, maintainer } = world
    const { data } = await maintainer.rest.issues.createComment({ ...HERE, issue_number: await newIssue(), body: 'first' })
    const { send } = browserOf(github, 'wim')
    await send(`/acme/shop/_comments/${data.id}`, { what: 'edit', body: 'second' })
    await receiver.waitFor('issue_comment.edited', { comment: { id: data.id, body: 'second' }, sender: { login: 'wim' } })
    await send(`/acme/shop/_comments/${data.id}`, { what: 'delete' })
    const deleted = await receiver.waitFor('issue_comment.deleted', { comment: { id: data.id } })
    expect(deleted.body.sender.login).toBe('wim')
  })

  it('review a pull request, say something about a line, and merge it', async () => {
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
    expect((await send(`/acme/shop/_pull/${at.pull_number}`, { what: 'merge' })).to).toBe(`/acme/shop/pull/${at.pull_number}`)
    await receiver.waitFor('pull_request.closed', { pull_request: { merged: true, merged_by: { login: 'mara' } } })
  })

  it('close a pull request without merging it', async () => {
    const { github, receiver, bot } = world
    const { at } = await openPull(bot, 'unwanted', { 'no.txt': 'no\n' })
    await browserOf(github, 'wim').send(`/acme/shop/_conversation/${at.pull_number}`, { what: 'close', body: '' })
    const closed = await receiver.waitFor('pull_request.closed', { number: at.pull_number })
    expect(closed.body).toMatchObject({ pull_request: { merged: false, state: 'closed' }, sender: { login: 'wim' } })
  })

  it('are refused from another site, to an outsider where they change something, and with nothing in them', async () => {
    const { github, bot } = world
    const number = await newIssue()
    const { at } = await openPull(bot, 'guarded', { 'g.txt': 'g\n' })
    const mara = browserOf(github, 'mara')
    const odd = browserOf(github, 'odd')
    const talk = `/acme/shop/_conversation/${number}`
    for (const origin of ['https://example.test', 'null', `${github.url}.example.test`]) {
      expect((await mara.send(talk, { what: 'comment', body: 'no' }, origin)).status).toBe(403)
      expect((await mara.send('/_acting', { login: 'odd' }, origin)).status).toBe(403)
    }
    const refused = [
      odd.send(`/acme/shop/_pull/${at.pull_number}`, { what: 'merge' }),
      odd.send(talk, { what: 'close', body: '' }),
      odd.send(`/acme/shop/_conversation/${at.pull_number}`, { what: 'close', body: '' }),
    ]
    expect((await Promise.all(refused)).map(({ status }) => status)).toEqual([403, 403, 403])
    const empty = await mara.send(talk, { what: 'comment', body: ' ' })
    expect([empty.status, empty.html.includes('body cannot be blank')]).toEqual([422, true])
    expect((await mara.send(`/acme/shop/_lines/${at.pull_number}`, { path: 'g.txt', line: 'x', body: 'no' })).status).toBe(422)
    expect((await bot.rest.pulls.get(at)).data.state).toBe('open')
  })
})
