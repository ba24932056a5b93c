import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { Failure } from '#src/domain/shared/failures.ts'
import { cardOf } from '../../support/pages/fake-repositories.ts'
import { PROJECT, versionPageOf } from '../../support/pages/fake-versions.ts'
import { startPages } from '../../support/pages/pages-world.ts'
import type { PagesWorld } from '../../support/pages/pages-world.ts'

let world: PagesWorld
beforeAll(async () => {
  world = await startPages()
  world.versions.pages.set(`${PROJECT}/2`, versionPageOf({ live: 'revoked' }))
})
afterAll(() => world.close())
afterEach(() => {
  Object.assign(world.people, { login: 'maya', refusal: null })
  world.people.asked.length = 0
  world.versions.withdrawn.clear()
  world.repositories.cards = []
})

const SHOP_PAGE = '/r/acme/shop'
/** A browser with cookies that does not follow redirects. */
function visitor() {
  const jar = new Map<string, string>()
  return {
    jar,
    async ask(path: string, init: RequestInit = {}): Promise<{ status: number; location: string; text: string; headers: Headers }> {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
      const response = await fetch(new URL(path, world.publicUrl), { redirect: 'manual', ...init, headers: { cookie, ...init.headers } })
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (/max-age=0/i.test(line)) jar.delete(name)
        else jar.set(name, value)
      }
      return {
        status: response.status,
        location: response.headers.get('location') ?? '',
        text: await response.text(),
        headers: response.headers,
      }
    },
  }
}

async function signedIn(login = 'maya', to = SHOP_PAGE) {
  world.people.login = login
  const browser = visitor()
  const away = await browser.ask(`/sign-in?to=${encodeURIComponent(to)}`)
  const back = await browser.ask(away.location)
  return { browser, back }
}

describe('signing in', () => {
  test('signing in leads to the code host and back to the page', async () => {
    const browser = visitor()
    const first = await browser.ask(`${SHOP_PAGE}?state=open`)
    expect([first.status, first.location]).toEqual([302, `/sign-in?to=${encodeURIComponent(`${SHOP_PAGE}?state=open`)}`])
    const away = await browser.ask(first.location)
    const back = await browser.ask(away.location)
    expect([back.status, back.location]).toEqual([302, `${SHOP_PAGE}?state=open`])
    const page = await browser.ask(back.location)
    expect(page.status).toBe(200)
    expect(page.text).toContain('Signed in as maya')
  })

  test('signing in stores nothing that scripts or other sites can read', async () => {
    const browser = visitor()
    const { location, headers } = await browser.ask('/sign-in?to=/')
    const back = await browser.ask(location)
    for (const line of [...headers.getSetCookie(), ...back.headers.getSetCookie()]) expect(line).toMatch(/HttpOnly; SameSite=Lax/)
    expect([...browser.jar.keys()]).toEqual(['ollio'])
  })

  test.each([
    ['another state', (location: string) => location.replace(/state=[^&]*/, 'state=other')],
    ['no state', (location: string) => location.replace(/&?state=[^&]*/, '')],
    ['an invalid code', (location: string) => location.replace(/code=[^&]*/, 'code=x')],
    ['no code', (location: string) => location.replace(/code=[^&]*&?/, '')],
  ])('signing in is refused with %s', async (_case, change) => {
    const browser = visitor()
    const { location } = await browser.ask('/sign-in?to=/')
    expect((await browser.ask(change(location))).status).toBe(403)
    expect((await browser.ask(SHOP_PAGE)).status).toBe(302)
  })

  test('signing in is refused in another browser, and its state works once', async () => {
    const one = visitor()
    const { location } = await one.ask('/sign-in?to=/')
    expect((await visitor().ask(location)).status).toBe(403)
    expect((await one.ask(location)).status).toBe(302)
    expect((await one.ask(location)).status).toBe(403)
  })

  test.each(['https://evil.example/x', '//evil.example', String.raw`/\evil.example`, 'javascript:alert(1)', '%00'])(
    'signing in never leads to another site: %s',
    async (to) => {
      const { back } = await signedIn('maya', to)
      expect(back.status).toBe(302)
      expect(new URL(back.location, world.publicUrl).origin).toBe(world.publicUrl)
    },
  )

  test('signing in ends with signing out, which other sites cannot trigger', async () => {
    const { browser } = await signedIn()
    expect((await browser.ask('/sign-out', { method: 'POST', headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(403)
    expect((await browser.ask(SHOP_PAGE)).status).toBe(200)
    expect((await browser.ask('/sign-out', { method: 'POST' })).status).toBe(200)
    expect((await browser.ask(SHOP_PAGE)).status).toBe(302)
  })

  test('signing in cannot be forged', async () => {
    const { browser } = await signedIn()
    const value = browser.jar.get('ollio') ?? ''
    const text = JSON.stringify({ person: { id: 7, login: 'theo' }, until: Date.now() + 1e9 })
    const forged = `${Buffer.from(text).toString('base64url')}${value.slice(value.indexOf('.'))}`
    for (const wrong of [forged, value.slice(0, -6), '', 'x.y']) {
      browser.jar.set('ollio', wrong)
      expect((await browser.ask(SHOP_PAGE)).status).toBe(302)
    }
    // The sign-in state is signed as well, but it is not a session.
    browser.jar.delete('ollio')
    await browser.ask('/sign-in?to=/')
    browser.jar.set('ollio', browser.jar.get('ollio-sign-in') ?? '')
    expect((await browser.ask(SHOP_PAGE)).status).toBe(302)
  })
})

describe('the page of a repository', () => {
  test('the page of a repository is shown to users who can read it, with at most one permission request per minute', async () => {
    const { browser } = await signedIn()
    world.repositories.cards = [cardOf(), cardOf({ name: 'Sign-in Form', state: 'working', version: null, picture: null, runningTurn: 4 })]
    const { text, headers } = await browser.ask(SHOP_PAGE)
    for (const part of [
      'Pricing Card',
      'version 2',
      '15 credits',
      '62 credits',
      'including 12 top-up credits without expiry',
      'Watch live',
      '2 projects',
    ])
      expect(text).toContain(part)
    expect(headers.get('cache-control')).toBe('private, no-cache')
    await Promise.all([browser.ask(SHOP_PAGE), browser.ask(SHOP_PAGE)])
    expect(world.people.asked.length).toBeLessThanOrEqual(1)
  })

  test('the page of a repository is not found for other users, whether the repository exists or not', async () => {
    const { browser } = await signedIn('theo')
    const [hidden, missing] = [await browser.ask(SHOP_PAGE), await browser.ask('/r/acme/nothing')]
    expect([hidden.status, missing.status]).toEqual([404, 404])
    expect(hidden.text).toBe(missing.text)
  })

  test('the page of a repository is not found if the app is no longer installed, and works again after a GitHub outage', async () => {
    const { browser } = await signedIn('lena')
    world.people.refusal = new Failure('github-refused', 'no such installation')
    expect((await browser.ask(SHOP_PAGE)).status).toBe(404)
    const other = await signedIn('mika')
    world.people.refusal = new Failure('github-unavailable', 'GitHub is unreachable')
    expect((await other.browser.ask(SHOP_PAGE)).status).toBe(503)
    world.people.permissions['mika'] = 'read'
    world.people.refusal = null
    expect((await other.browser.ask(SHOP_PAGE)).status).toBe(200)
  })

  test.each([
    ['?q=card&state=open&page=2', { text: 'card', state: 'open', page: 2 }],
    ['?q=%20&state=nonsense&page=-1', { text: '', state: null, page: 1 }],
    ['?page=1e9', { text: '', state: null, page: 1_000_000 }],
    [`?q=${'x'.repeat(500)}`, { text: 'x'.repeat(100), state: null, page: 1 }],
  ])('the page of a repository is searched by %s', async (query, expected) => {
    const { browser } = await signedIn()
    expect((await browser.ask(SHOP_PAGE + query)).status).toBe(200)
    expect(world.repositories.queries.at(-1)).toEqual(expected)
  })

  test('the page of a repository shows hostile text as text', async () => {
    const { browser } = await signedIn()
    world.repositories.cards = [cardOf({ name: '<script>alert(1)</script>', author: '"><img src=x>' })]
    const { text } = await browser.ask(`${SHOP_PAGE}?q=%22%3E%3Cscript%3E`)
    expect(text).not.toMatch(/<script>|<img src=x>/)
  })
})

describe('a revoked link', () => {
  const below = ['', '/files', '/conversation', '/steps', '/version.zip', '/375.png', '/check.json']
  const LINK = () => new URL(world.links.versionPage(PROJECT, 2))

  test.each(below)('a revoked link shows nothing at %s and offers to sign in', async (path) => {
    world.versions.withdrawn.add(PROJECT)
    const { pathname, search } = LINK()
    const { status, text } = await visitor().ask(pathname + path + search)
    expect(status).toBe(403)
    expect(text).toContain(`/sign-in?to=${encodeURIComponent(pathname + path + search)}`)
    expect(text).not.toContain('Pricing Card')
  })

  test('a revoked link shows everything but the live preview to users who can read the repository, even without a signature', async () => {
    world.versions.withdrawn.add(PROJECT)
    const { browser } = await signedIn()
    const { pathname, search } = LINK()
    for (const address of [pathname, pathname + search]) {
      const { status, text } = await browser.ask(address)
      expect(status).toBe(200)
      expect(text).toContain('The links of this version were revoked')
      expect(text).not.toContain('<iframe')
      expect(text).toContain('375.png')
    }
  })

  test('a revoked link tells other signed-in users that they have no access, and reveals nothing without a link', async () => {
    world.versions.withdrawn.add(PROJECT)
    const { browser } = await signedIn('theo')
    const { pathname, search } = LINK()
    const mine = await browser.ask(pathname + search)
    expect([mine.status, mine.text.includes('You are signed in as theo')]).toEqual([403, true])
    expect((await browser.ask(pathname)).status).toBe(404)
  })
})
