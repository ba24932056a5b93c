import { stat, writeFile } from 'node:fs/promises'
import { parseEnv } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { privateKey } from '../../support/app-key.ts'
import { CLIENT, CODE, SECRETS, WEBHOOK_SECRET } from '../../support/setup/github-double.ts'
import { CHANNEL, startSetup, visitor, type SetupWorld } from '../../support/setup/setup-world.ts'

const COMPLETE = { DATABASE_URL: 'postgresql://me:hunter2@127.0.0.1:1/ollio' }

let world: SetupWorld
afterEach(() => world.end())

/** The whole way of one person; answers what they see at its end. */
async function makeApp(person = visitor()) {
  const { state } = await person.begin(world.address)
  const back = await person.visit(world.backFrom({ code: CODE, state }))
  return { state, back, page: await person.visit(world.address) }
}

function expectNoSecrets(...texts: string[]): void {
  for (const secret of [...SECRETS, 'hunter2']) for (const text of texts) expect(text).not.toContain(secret)
}

describe('the first page', () => {
  test('sends the manifest of app.yml to GitHub, with the way back and the address for webhooks', async () => {
    world = await startSetup()
    const { action, manifest, page } = await visitor().begin(world.address)
    expect(action.href.split('?')[0]).toBe(`${world.github.url}/settings/apps/new`)
    expect(manifest).toMatchObject({
      name: 'Ollio',
      public: false,
      default_permissions: { contents: 'write', metadata: 'read' },
      hook_attributes: { url: CHANNEL, active: true },
      redirect_url: new URL('/set-up/created', world.address).href,
      callback_urls: [new URL('/sign-in/callback', world.address).href],
    })
    expect(page.text).toMatch(/PostgreSQL : missing.*DATABASE_URL=.*Temporal : missing.*Language model : missing.*OPENAI_API_KEY=/)
    expect(page.text).toContain(`Whoever knows that address can read them`)
  })

  test('runs no script, and lets its form go to GitHub alone', async () => {
    world = await startSetup()
    const { page } = await visitor().begin(world.address)
    expect(page.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self' ${world.github.url}; base-uri 'none'; frame-ancestors 'none'`,
    )
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(page.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax$/)
  })

  test('leads to an organisation’s page where one is chosen', async () => {
    world = await startSetup()
    const { action, page } = await visitor().begin(`${world.address}?organization=acme-shops`)
    expect(action.pathname).toBe('/organizations/acme-shops/settings/apps/new')
    expect(page.text).toContain('for acme-shops')
  })

  test.each(['../../evil', 'a'.repeat(500), '"><script>alert(1)</script>', '-acme-', 'acme/shop', '%00', 'äcme', 'acme shops'])(
    'takes %j for no organisation, and shows nothing of it',
    async (name) => {
      world = await startSetup()
      const { action, page } = await visitor().begin(`${world.address}?organization=${encodeURIComponent(name)}`)
      expect([page.status, action.pathname]).toEqual([200, '/settings/apps/new'])
      expect(page.text).toContain('That is no name of an organisation')
      expect(page.html).not.toContain(name)
    },
  )

  test('has people and webhooks sent to the public address where there is one', async () => {
    world = await startSetup({ PUBLIC_URL: 'https://ollio.example', WEBHOOK_PROXY_URL: '' })
    expect(world.address).toMatch(/^https:\/\/ollio\.example\/\?key=/)
    const { manifest, page } = await visitor('ollio.example').begin(world.local + new URL(world.address).search)
    expect(manifest).toMatchObject({
      redirect_url: 'https://ollio.example/set-up/created',
      hook_attributes: { url: 'https://ollio.example/api/github/webhooks' },
    })
    expect(page.headers.get('set-cookie')).toContain('Secure')
    expect(page.html).not.toContain('smee.io')
  })
})

describe('back from GitHub', () => {
  test('the credentials are written for their owner alone, with what else can be made here', async () => {
    world = await startSetup()
    const { back, page } = await makeApp()
    expect([back.status, back.headers.get('location'), page.status]).toEqual([303, '/', 200])
    const written = await world.readEnvFile()
    expect(parseEnv(written)).toEqual({
      APP_ID: '4711',
      PRIVATE_KEY: privateKey,
      WEBHOOK_SECRET,
      CLIENT_ID: CLIENT.id,
      CLIENT_SECRET: CLIENT.secret,
      LINK_SECRET: expect.stringMatching(/^[\w-]{43}$/),
      GITHUB_URL: world.github.url,
      GITHUB_API_URL: world.github.apiUrl,
      WEBHOOK_PROXY_URL: CHANNEL,
    })
    expect((await stat(world.envFile)).mode & 0o777).toBe(0o600)
    expect(page.html).toContain(`href="${world.github.url}/apps/octoapp/installations/new"`)
    expect(page.text).toMatch(/PostgreSQL : missing.*Look again/)
    expectNoSecrets(world.heard(), page.html, back.html, JSON.stringify([...back.headers]))
    expect(world.heard()).not.toContain(parseEnv(written)['LINK_SECRET'])
  })

  test('what .env had is kept, and what it has need not be made', async () => {
    world = await startSetup({ LINK_SECRET: 'a-secret-of-links' })
    const before = '# mine\nDATABASE_URL=postgresql://a/b\nAPP_ID=\nLINK_SECRET=a-secret-of-links'
    await writeFile(world.envFile, before)
    await makeApp()
    const written = await world.readEnvFile()
    expect(written.startsWith(`${before}\n`)).toBe(true)
    expect(written.match(/LINK_SECRET/g)).toHaveLength(1)
    expect(parseEnv(written)).toMatchObject({ APP_ID: '4711', DATABASE_URL: 'postgresql://a/b' })
  })

  test('the server goes on by itself once it has its settings', async () => {
    world = await startSetup()
    const person = visitor()
    await makeApp(person)
    expect(await Promise.race([world.outcome, Promise.resolve('waits')])).toBe('waits')
    await writeFile(world.envFile, `${await world.readEnvFile()}DATABASE_URL=${COMPLETE.DATABASE_URL}\n`)
    const { text } = await person.visit(world.address)
    expect(text).toMatch(/Nothing answers at 127\.0\.0\.1:1, which DATABASE_URL names.*The server is running here from now on/)
    expectNoSecrets(text)
    expect(await world.outcome).toBe(true)
  })

  test('a set-up that is ended before it is done says so', async () => {
    world = await startSetup(COMPLETE)
    await visitor().begin(world.address)
    await world.end()
    expect(await world.outcome).toBe(false)
    expect(await world.readEnvFile()).toBe('')
  })
})

describe('what went wrong can be mended', () => {
  test('GitHub out of reach: the page tries again', async () => {
    world = await startSetup()
    world.github.failNext(503)
    world.github.failNext(503)
    const person = visitor()
    const { page } = await makeApp(person)
    expect(page.status).toBe(503)
    expect(page.text).toContain('GitHub could not be reached')
    expect(await world.readEnvFile()).toBe('')
    expect((await person.visit(world.address)).text).toContain('Your GitHub App is made')
    expect(parseEnv(await world.readEnvFile())).toMatchObject({ APP_ID: '4711' })
  })

  test('a code that GitHub does not know: begin again', async () => {
    world = await startSetup()
    world.github.failNext(404)
    const person = visitor()
    const { page } = await makeApp(person)
    expect(page.text).toContain('GitHub did not hand over the app')
    expect((await makeApp(person)).page.text).toContain('Your GitHub App is made')
  })

  test('a file that says something else: nothing is overwritten, and the credentials are kept until it is mended', async () => {
    world = await startSetup()
    await writeFile(world.envFile, 'APP_ID=12\n')
    const person = visitor()
    const { page } = await makeApp(person)
    expect(page.text).toContain('could not be written to .env: APP_ID is set in this file already')
    expect(await world.readEnvFile()).toBe('APP_ID=12\n')
    expectNoSecrets(page.html, world.heard())
    await writeFile(world.envFile, '')
    expect((await person.visit(world.address)).text).toContain('Your GitHub App is made')
    expect(world.github.exchanged).toEqual([CODE])
  })
})
