import { afterEach, describe, expect, test } from 'vitest'
import { CODE } from '../../support/setup/github-double.ts'
import { startSetup, visitor, type SetupWorld } from '../../support/setup/setup-world.ts'

let world: SetupWorld
afterEach(() => world.end())

const expectNothingMade = async () => expect([world.github.exchanged, await world.readEnvFile()]).toEqual([[], ''])

describe('a return from GitHub is refused', () => {
  test.each<[string, (state: string) => string | Record<string, string>]>([
    ['without a state', () => ({ code: CODE })],
    ['with an empty state', () => ({ code: CODE, state: '' })],
    ['with another state', () => ({ code: CODE, state: 'A'.repeat(43) })],
    ['with a truncated state', (state) => ({ code: CODE, state: state.slice(0, -1) })],
    ['with a longer state', (state) => ({ code: CODE, state: `${state}x` })],
    ['with a wrong state before the right one', (state) => `code=${CODE}&state=x&state=${state}`],
    ['without a code', (state) => ({ state })],
    ['with an empty code', (state) => ({ state, code: '' })],
    ['with path traversal in the code', (state) => ({ state, code: '../../user' })],
    ['with a code in another format', (state) => ({ state, code: 'a b' })],
    ['with a NUL', (state) => ({ state, code: '\0' })],
    ['with a code that is too long', (state) => ({ state, code: 'a'.repeat(5_000) })],
    ['with markup', (state) => ({ state, code: '"><script>alert(1)</script>' })],
    ['with names of object properties', () => '__proto__=1&constructor=2&state[]=3'],
    ['with nothing', () => ''],
  ])('%s', async (_name, query) => {
    world = await startSetup()
    const person = visitor()
    const { state } = await person.begin(world.address)
    const { status, html } = await person.visit(world.backFrom(query(state)))
    expect(status).toBe(403)
    expect(html).not.toMatch(/<script|alert/)
    await expectNothingMade()
  })

  test('a return from GitHub is refused with a broken encoding', async () => {
    world = await startSetup()
    const { status } = await visitor().visit(`${new URL(world.address).origin}/set-up/created?code=%ff%&state=%`)
    expect(status).toBe(403)
  })

  test('a return from GitHub is refused in another browser than the one that started', async () => {
    world = await startSetup()
    const { state } = await visitor().begin(world.address)
    const other = visitor()
    expect((await other.visit(world.backFrom({ code: CODE, state }))).status).toBe(403)
    await other.begin(world.address)
    expect((await other.visit(world.backFrom({ code: CODE, state }))).status).toBe(403)
    await expectNothingMade()
  })

  test('a second time, by the same visitor', async () => {
    world = await startSetup()
    const person = visitor()
    const other = visitor()
    const [mine, theirs] = [await person.begin(world.address), await other.begin(world.address)]
    expect((await person.visit(world.backFrom({ code: CODE, state: mine.state }))).status).toBe(303)
    const before = await world.readEnvFile()
    const again = [
      await person.visit(world.backFrom({ code: 'another', state: mine.state })),
      await other.visit(world.backFrom({ code: 'another', state: theirs.state })),
    ]
    for (const { status, text } of again) expect([status, text]).toEqual([403, expect.stringContaining('This setup link is not valid')])
    expect([world.github.exchanged, await world.readEnvFile()]).toEqual([[CODE], before])
  })

  test('a return from GitHub is refused if it is sent several times at once, except for one', async () => {
    world = await startSetup()
    const person = visitor()
    const { state } = await person.begin(world.address)
    const answers = await Promise.all([1, 2, 3].map(() => person.visit(world.backFrom({ code: CODE, state }))))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
    expect(world.github.exchanged).toEqual([CODE])
  })
})

describe('if only this machine can reach the setup page', () => {
  test.each(['evil.example', 'evil.example:80', '127.0.0.1.evil.example', 'localhost.evil.example', '10.0.0.1', '0.0.0.0', '[::2]'])(
    'if only this machine can reach the setup page it refuses the host name %s, which may be DNS rebinding',
    async (host) => {
      world = await startSetup()
      const person = visitor(host)
      const { page } = await person.begin(world.address)
      expect([page.status, page.headers.get('set-cookie')]).toEqual([403, null])
      expect(page.html).not.toContain('state=')
      expect((await person.visit(world.backFrom({ code: CODE, state: 'x' }))).status).toBe(403)
    },
  )

  test.each(['localhost', '127.0.0.1', '[::1]', 'LOCALHOST:3000'])(
    'if only this machine can reach the setup page it accepts the host name %s and uses it for the return',
    async (host) => {
      world = await startSetup()
      const { manifest, page } = await visitor(host).begin(world.address)
      expect([page.status, manifest['redirect_url']]).toEqual([200, `http://${host.toLowerCase()}/set-up/created`])
    },
  )
})

describe('if others can reach the setup page', () => {
  test.each([
    ['by its address', { HOST: '0.0.0.0' }],
    ['through a proxy', { PUBLIC_URL: 'https://ollio.example' }],
  ])('%s, it refuses requests without the key shown in the terminal', async (_name, env) => {
    world = await startSetup(env)
    const { searchParams } = new URL(world.address)
    expect(searchParams.get('key')).toMatch(/^[\w-]{24}$/)
    for (const search of ['', '?key=', '?key=x', `?key=${'A'.repeat(24)}`, '?organization=acme'])
      expect((await visitor('ollio.example').visit(`${world.local}/${search}`)).status).toBe(403)

    const person = visitor('ollio.example')
    const { state, page } = await person.begin(`${world.local}/?key=${searchParams.get('key')}&organization=acme`)
    expect([page.status, page.html]).toEqual([200, expect.stringContaining(`name="key" value="${searchParams.get('key')}"`)])
    const back = await person.visit(`${world.local}/set-up/created?code=${CODE}&state=${state}`)
    expect([back.status, back.headers.get('location')]).toEqual([303, `/?key=${searchParams.get('key')}`])
  })
})

describe('other requests to the setup page are not found', () => {
  test.each(['/.env', '/set-up', '/set-up/created/x', '/..%2f.env', '/%', '/p/x/1', '/api/github/webhooks', '//evil.example'])(
    '%s',
    async (path) => {
      world = await startSetup()
      expect((await visitor().visit(new URL(world.address).origin + path)).status).toBe(404)
    },
  )

  test('other requests to the setup page are not found with another method', async () => {
    world = await startSetup()
    for (const path of ['/', '/set-up/created'])
      for (const method of ['POST', 'PUT', 'DELETE']) expect((await fetch(new URL(path, world.address), { method })).status).toBe(404)
    await expectNothingMade()
  })
})
