import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserOf } from '../../support/local-github/pages-in-chromium.ts'
import { openPull } from '../../support/local-github/listen-to-changes.ts'
import { HERE, startWorld, type World } from '../../support/local-github/local-github-world.ts'

type Form = [path: string, fields: Record<string, string>]

let world: World
let issue: number
let pull: number
/** The maintainer's. */
let comment: number
/** A comment on a line. */
let remark: number
beforeAll(async () => {
  world = await startWorld()
  const { maintainer, bot } = world
  issue = (await maintainer.rest.issues.create({ ...HERE, title: 'Talk' })).data.number
  const { at, sha } = await openPull(bot, 'guarded', { 'g.txt': 'g\n' })
  pull = at.pull_number
  comment = (await maintainer.rest.issues.createComment({ ...HERE, issue_number: issue, body: 'theirs' })).data.id
  remark = (await maintainer.rest.pulls.createReviewComment({ ...at, commit_id: sha, path: 'g.txt', line: 1, body: 'Why?' })).data.id
})
afterAll(() => world.close())

const changing = (): [...Form, words: string][] => [
  [`/acme/shop/_pull/${pull}`, { what: 'merge' }, 'do that'],
  [`/acme/shop/_pull/${pull}`, { what: 'draft' }, 'do that'],
  [`/acme/shop/_conversation/${issue}`, { what: 'close', body: 'and this is not said either' }, 'close what others opened'],
  [`/acme/shop/_conversation/${pull}`, { what: 'close', body: '' }, 'close what others opened'],
  [`/acme/shop/_issues/${issue}`, { title: 'mine', body: '' }, 'change what others wrote'],
  [`/acme/shop/_issues/${pull}`, { title: 'mine', body: '' }, 'change what others wrote'],
  [`/acme/shop/_comments/${comment}`, { what: 'edit', body: 'mine' }, 'change what others wrote'],
  [`/acme/shop/_comments/${comment}`, { what: 'delete' }, 'change what others wrote'],
]
const talking = (): Form[] => [
  ['/_acting', { login: 'odd' }],
  ['/acme/shop/_issues', { title: 'No', body: '' }],
  [`/acme/shop/_conversation/${issue}`, { what: 'comment', body: 'no' }],
  [`/acme/shop/_reviews/${pull}`, { event: 'APPROVE', body: '' }],
  [`/acme/shop/_lines/${pull}`, { path: 'g.txt', line: '1', body: 'no' }],
  [`/acme/shop/_answers/${remark}`, { body: 'no' }],
]

/** All that somebody could have changed. */
async function state() {
  const { bot } = world
  const [talk, { data }, issues, remarks] = await Promise.all([
    bot.rest.issues.listComments({ ...HERE, issue_number: issue }),
    bot.rest.pulls.get({ ...HERE, pull_number: pull }),
    bot.rest.issues.listForRepo({ ...HERE, state: 'all' }),
    bot.rest.pulls.listReviewComments({ ...HERE, pull_number: pull }),
  ])
  const titles = issues.data.map(({ title, state: its }) => `${title} ${its}`)
  return [talk.data.map(({ body }) => body), data.draft, data.merged, titles, remarks.data.length]
}

describe('the forms of the pages', () => {
  it.each(['https://example.test', 'null', 'http://localhost', 'suffix', null])('are refused from %s', async (from) => {
    const before = await state()
    const origin = from === 'suffix' ? `${world.github.url}.example.test` : from
    for (const [path, fields] of [...talking(), ...changing()]) {
      const headers = { cookie: 'acting_as=mara', ...(origin === null ? {} : { origin }) }
      const answer = await fetch(world.github.url + path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers,
        redirect: 'manual',
      })
      expect([path, answer.status, (await answer.text()).includes('This form was sent from another site.')]).toEqual([path, 403, true])
    }
    expect(await state()).toEqual(before)
  })

  it('are refused to an outsider where they change what is not theirs, in a sentence', async () => {
    const before = await state()
    for (const [path, fields, words] of changing()) {
      const { status, html } = await browserOf(world.github, 'odd').send(path, fields)
      const sentence = `odd is an outsider here and may not ${words}. To do it, act as mara or wim at the top of the page.`
      expect([path, status, html.includes(sentence)]).toEqual([path, 403, true])
    }
    expect(await state()).toEqual(before)
  })

  it('are refused with nothing in them, and with what is not there', async () => {
    const before = await state()
    const { send } = browserOf(world.github, 'mara')
    const empty = await send(`/acme/shop/_conversation/${issue}`, { what: 'comment', body: ' ' })
    expect([empty.status, empty.html.includes('body cannot be blank'), empty.html.includes('what you wrote is still there')]).toEqual([
      422,
      true,
      true,
    ])
    const refused: [...Form, status: number][] = [
      ['/acme/shop/_issues', { title: ' ', body: 'x' }, 422],
      [`/acme/shop/_lines/${pull}`, { path: 'g.txt', line: 'x', body: 'no' }, 422],
      [`/acme/shop/_lines/${pull}`, { path: 'none.txt', line: '1', body: 'no' }, 422],
      [`/acme/shop/_answers/${remark + 5}`, { body: 'no' }, 404],
      ['/acme/shop/_conversation/99999', { what: 'comment', body: 'no' }, 404],
      ['/acme/none/_issues', { title: 'No' }, 404],
      ['/acme/shop/_issues', { title: 'No', body: 'x'.repeat(1_100_000) }, 413],
    ]
    for (const [path, fields, status] of refused) expect([path, (await send(path, fields)).status]).toEqual([path, status])
    expect(await state()).toEqual(before)
  })

  it('keep the chosen person in a cookie that no script reads and no other site sends', async () => {
    const { url } = world.github
    const answer = await fetch(`${url}/_acting`, {
      method: 'POST',
      body: new URLSearchParams({ login: 'odd' }),
      headers: { origin: url },
      redirect: 'manual',
    })
    expect(answer.headers.get('set-cookie')).toMatch(/^acting_as=odd; .*HttpOnly; SameSite=Strict$/)
  })
})
