import { stat, writeFile } from 'node:fs/promises'
import { parseEnv } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { privateKey } from '../../support/app-key.ts'
import { CLIENT, CODE, SECRETS, WEBHOOK_SECRET } from '../../support/setup/github-double.ts'
import { CHANNEL, startSetup, visitor, type SetupWorld } from '../../support/setup/setup-world.ts'

const COMPLETE = { DATABASE_URL: 'postgresql://me:hunter2@127.0.0.1:1/ollio' }

let world: SetupWorld
afterEach(() => world.end())

/** Creates the app as one visitor. Returns the responses of the return and of the last page. */
async function makeApp(person = visitor()) {
  const { state } = await person.begin(world.address)
  const back = await person.visit(world.backFrom({ code: CODE, state }))
  return { state, back, page: await person.visit(world.address) }
}

function expectNoSecrets(...texts: string[]): void {
  for (const secret of [...SECRETS, 'hunter2']) for (const text of texts) expect(text).not.toContain(secret)
}

describe('the first setup page', () => {
  test('the first setup page sends the manifest of app.yml to GitHub, with the return URL and the webhook URL', async () => {
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
    expect(page.text).toMatch(/PostgreSQL : not ready.*DATABASE_URL=.*Temporal : not ready.*Language model : not ready.*OPENAI_API_KEY=/)
    expect(page.text).toContain(`Anyone who knows this URL can read them`)
  })

  test('the first setup page runs no script and submits its form to GitHub only', async () => {
    world = await startSetup()
    const { page } = await visitor().begin(world.address)
    expect(page.headers.get('content-security-policy')).toBe(
      `default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self' ${world.github.url}; base-uri 'none'; frame-ancestors 'none'`,
    )
    expect(page.headers.get('cache-control')).toBe('no-store')
    expect(page.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax$/)
  })

  test('the first setup page leads to the page of an organization if one is given', async () => {
    world = await startSetup()
    const { action, page } = await visitor().begin(`${world.address}?organization=acme-shops`)
    expect(action.pathname).toBe('/organizations/acme-shops/settings/apps/new')
    expect(page.text).toContain('for acme-shops')
  })

  test.each(['../../evil', 'a'.repeat(500), '"><script>alert(1)</script>', '-acme-', 'acme/shop', '%00', 'äcme', 'acme shops'])(
    'the first setup page rejects %j as an organization name without showing it',
    async (name) => {
      world = await startSetup()
      const { action, page } = await visitor().begin(`${world.address}?organization=${encodeURIComponent(name)}`)
      expect([page.status, action.pathname]).toEqual([200, '/settings/apps/new'])
      expect(page.text).toContain('This is not a valid GitHub organization name')
      expect(page.html).not.toContain(name)
    },
  )

  test('the first setup page sends users and webhooks to the public address if there is one', async () => {
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

describe('the return from GitHub', () => {
  test('the return from GitHub saves the credentials and the generated settings for their owner only', async () => {
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
    expect(page.text).toMatch(/PostgreSQL : not ready.*check again/)
    expectNoSecrets(world.heard(), page.html, back.html, JSON.stringify([...back.headers]))
    expect(world.heard()).not.toContain(parseEnv(written)['LINK_SECRET'])
  })

  test('the return from GitHub keeps existing settings of .env and generates only missing ones', async () => {
    world = await startSetup({ LINK_SECRET: 'a-secret-of-links' })
    const before = '# mine\nDATABASE_URL=postgresql://a/b\nAPP_ID=\nLINK_SECRET=a-secret-of-links'
    await writeFile(world.envFile, before)
    await makeApp()
    const written = await world.readEnvFile()
    expect(written.startsWith(`${before}\n`)).toBe(true)
    expect(written.match(/LINK_SECRET/g)).toHaveLength(1)
    expect(parseEnv(written)).toMatchObject({ APP_ID: '4711', DATABASE_URL: 'postgresql://a/b' })
  })

  test('the return from GitHub starts the server once it has its settings', async () => {
    world = await startSetup()
    const person = visitor()
    await makeApp(person)
    expect(await Promise.race([world.outcome, Promise.resolve('waits')])).toBe('waits')
    await writeFile(world.envFile, `${await world.readEnvFile()}DATABASE_URL=${COMPLETE.DATABASE_URL}\n`)
    const { text } = await person.visit(world.address)
    expect(text).toMatch(/Nothing responds at 127\.0\.0\.1:1, the address in DATABASE_URL.*The server is running/)
    expectNoSecrets(text)
    expect(await world.outcome).toBe(true)
  })

  test('the return from GitHub reports a setup that is stopped early', async () => {
    world = await startSetup(COMPLETE)
    await visitor().begin(world.address)
    await world.end()
    expect(await world.outcome).toBe(false)
    expect(await world.readEnvFile()).toBe('')
  })
})

describe('recovery from setup problems', () => {
  test('recovery from setup problems if GitHub is unreachable, the page tries again', async () => {
    world = await startSetup()
    world.github.failNext(503)
    world.github.failNext(503)
    const person = visitor()
    const { page } = await makeApp(person)
    expect(page.status).toBe(503)
    expect(page.text).toContain('This machine could not reach GitHub')
    expect(await world.readEnvFile()).toBe('')
    expect((await person.visit(world.address)).text).toContain('Your GitHub App is ready')
    expect(parseEnv(await world.readEnvFile())).toMatchObject({ APP_ID: '4711' })
  })

  test('recovery from setup problems if GitHub does not know the code, the user starts again', async () => {
    world = await startSetup()
    world.github.failNext(404)
    const person = visitor()
    const { page } = await makeApp(person)
    expect(page.text).toContain('GitHub did not accept the code')
    expect((await makeApp(person)).page.text).toContain('Your GitHub App is ready')
  })

  test('recovery from setup problems if the file has another value, nothing is overwritten and the credentials are kept until it is fixed', async () => {
    world = await startSetup()
    await writeFile(world.envFile, 'APP_ID=12\n')
    const person = visitor()
    const { page } = await makeApp(person)
    expect(page.text).toContain('could not be written to .env: APP_ID is already set in this file')
    expect(await world.readEnvFile()).toBe('APP_ID=12\n')
    expectNoSecrets(page.html, world.heard())
    await writeFile(world.envFile, '')
    expect((await person.visit(world.address)).text).toContain('Your GitHub App is ready')
    expect(world.github.exchanged).toEqual([CODE])
  })
})
