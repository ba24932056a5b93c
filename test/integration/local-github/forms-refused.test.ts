import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserOf } from '../../support/local-github/pages-in-chromium.ts'
import { openPull } from '../../support/local-github/listen-to-changes.ts'
import { HERE, startWorld, type LocalGitHubWorld } from '../../support/local-github/local-github-world.ts'

type Form = [path: string, fields: Record<string, string>]

let world: LocalGitHubWorld
let issue: number
let pull: number
/** By the maintainer. */
let comment: number
/** A comment on a line. */
let lineComment: number
beforeAll(async () => {
  world = await startWorld()
  const { maintainer, bot } = world
  issue = (await maintainer.rest.issues.create({ ...HERE, title: 'Talk' })).data.number
  const { at, sha } = await openPull(bot, 'guarded', { 'g.txt': 'g\n' })
  pull = at.pull_number
  comment = (await maintainer.rest.issues.createComment({ ...HERE, issue_number: issue, body: 'theirs' })).data.id
  lineComment = (await maintainer.rest.pulls.createReviewComment({ ...at, commit_id: sha, path: 'g.txt', line: 1, body: 'Why?' })).data.id
})
afterAll(() => world.close())

const changing = (): [...Form, what: string][] => [
  [`/acme/shop/_pull/${pull}`, { what: 'merge' }, 'do that'],
  [`/acme/shop/_pull/${pull}`, { what: 'draft' }, 'do that'],
  [`/acme/shop/_conversation/${issue}`, { what: 'close', body: 'and this is not posted either' }, 'close what others opened'],
  [`/acme/shop/_conversation/${pull}`, { what: 'close', body: '' }, 'close what others opened'],
  [`/acme/shop/_issues/${issue}`, { title: 'mine', body: '' }, 'edit what others wrote'],
  [`/acme/shop/_issues/${pull}`, { title: 'mine', body: '' }, 'edit what others wrote'],
  [`/acme/shop/_comments/${comment}`, { what: 'edit', body: 'mine' }, 'edit what others wrote'],
  [`/acme/shop/_comments/${comment}`, { what: 'delete' }, 'edit what others wrote'],
]
const commenting = (): Form[] => [
  ['/_acting', { login: 'odd' }],
  ['/acme/shop/_issues', { title: 'No', body: '' }],
  [`/acme/shop/_conversation/${issue}`, { what: 'comment', body: 'no' }],
  [`/acme/shop/_reviews/${pull}`, { event: 'APPROVE', body: '' }],
  [`/acme/shop/_lines/${pull}`, { path: 'g.txt', line: '1', body: 'no' }],
  [`/acme/shop/_replies/${lineComment}`, { body: 'no' }],
]

/** Everything that a form could change. */
async function state() {
  const { bot } = world
  const [comments, { data }, issues, lineComments] = await Promise.all([
    bot.rest.issues.listComments({ ...HERE, issue_number: issue }),
    bot.rest.pulls.get({ ...HERE, pull_number: pull }),
    bot.rest.issues.listForRepo({ ...HERE, state: 'all' }),
    bot.rest.pulls.listReviewComments({ ...HERE, pull_number: pull }),
  ])
  const titles = issues.data.map(({ title, state: its }) => `${title} ${its}`)
  return [comments.data.map(({ body }) => body), data.draft, data.merged, titles, lineComments.data.length]
}

describe('the forms of the pages', () => {
  it.each(['https://example.test', 'null', 'http://localhost', 'suffix', null])(
    'the forms of the pages are rejected with the origin %s',
    async (from) => {
      const before = await state()
      const origin = from === 'suffix' ? `${world.github.url}.example.test` : from
      for (const [path, fields] of [...commenting(), ...changing()]) {
        const headers = { cookie: 'acting_as=mara', ...(origin === null ? {} : { origin }) }
        const response = await fetch(world.github.url + path, {
          method: 'POST',
          body: new URLSearchParams(fields),
          headers,
          redirect: 'manual',
        })
        expect([path, response.status, (await response.text()).includes('This form was sent from another site.')]).toEqual([
          path,
          403,
          true,
        ])
      }
      expect(await state()).toEqual(before)
    },
  )

  it('the forms of the pages are rejected with an explanation if an outsider changes what others wrote', async () => {
    const before = await state()
    for (const [path, fields, what] of changing()) {
      const { status, html } = await browserOf(world.github, 'odd').send(path, fields)
      const sentence = `odd is an outsider here and can’t ${what}. To do this, act as mara or wim at the top of the page.`
      expect([path, status, html.includes(sentence)]).toEqual([path, 403, true])
    }
    expect(await state()).toEqual(before)
  })

  it('the forms of the pages are rejected if they are empty or name something that does not exist', async () => {
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
      [`/acme/shop/_replies/${lineComment + 5}`, { body: 'no' }, 404],
      ['/acme/shop/_conversation/99999', { what: 'comment', body: 'no' }, 404],
      ['/acme/none/_issues', { title: 'No' }, 404],
      ['/acme/shop/_issues', { title: 'No', body: 'x'.repeat(1_100_000) }, 413],
    ]
    for (const [path, fields, status] of refused) expect([path, (await send(path, fields)).status]).toEqual([path, status])
    expect(await state()).toEqual(before)
  })

  it('the forms of the pages store the chosen person in a cookie that scripts cannot read and other sites cannot send', async () => {
    const { url } = world.github
    const response = await fetch(`${url}/_acting`, {
      method: 'POST',
      body: new URLSearchParams({ login: 'odd' }),
      headers: { origin: url },
      redirect: 'manual',
    })
    expect(response.headers.get('set-cookie')).toMatch(/^acting_as=odd; .*HttpOnly; SameSite=Strict$/)
  })
})
