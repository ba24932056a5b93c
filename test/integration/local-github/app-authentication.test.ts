import { generateKeyPairSync, sign } from 'node:crypto'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createAppAuth } from '@octokit/auth-app'
import { Octokit } from '@octokit/rest'
import { describe, expect, it } from 'vitest'
import { HERE, octokitFor, REPO, useLocalGitHub, statusOf } from '../../support/local-github/local-github-world.ts'

const world = useLocalGitHub()

function jwt(claims: Record<string, unknown>, key: string): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`
}

async function appStatus(token: string): Promise<number> {
  return (await fetch(`${world.github.apiUrl}/app`, { headers: { authorization: `Bearer ${token}` } })).status
}

describe('the app, authenticated by its JWT', () => {
  it('the app, authenticated by its JWT reads itself and its installations', async () => {
    const { app, github } = world
    expect((await app.rest.apps.getAuthenticated()).data).toMatchObject({ slug: 'ollio', installations_count: 1 })
    expect((await app.rest.apps.listInstallations()).data.map(({ id }) => id)).toEqual([github.installationId])
    expect((await app.rest.apps.getRepoInstallation(HERE)).data.id).toBe(github.installationId)
    expect((await app.rest.apps.getInstallation({ installation_id: github.installationId })).data.app_slug).toBe('ollio')
    expect(await statusOf(app.rest.apps.getInstallation({ installation_id: 1 }))).toBe(404)
  })

  it('the app, authenticated by its JWT is rejected with another key, another issuer, or a lifetime of more than ten minutes', async () => {
    const { privateKey } = world.github.app
    const nowS = Math.floor(Date.now() / 1_000)
    const good = { iss: world.github.app.id, iat: nowS - 30, exp: nowS + 300 }
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
    expect(await appStatus(jwt(good, privateKey))).toBe(200)
    expect(await appStatus(jwt(good, stranger))).toBe(401)
    expect(await appStatus(jwt({ ...good, iss: 1 }, privateKey))).toBe(401)
    expect(await appStatus(jwt({ ...good, exp: nowS + 3_600 }, privateKey))).toBe(401)
    expect(await appStatus(jwt({ ...good, exp: nowS - 1 }, privateKey))).toBe(401)
    expect(await appStatus('a.b.c')).toBe(401)
  })

  it('the app, authenticated by its JWT cannot act as an installation, and installations and people cannot act as the app', async () => {
    const { app, bot, maintainer, github } = world
    const jwtOnly = await app.auth({ type: 'app' })
    const token = typeof jwtOnly === 'object' && jwtOnly !== null && 'token' in jwtOnly ? String(jwtOnly.token) : ''
    expect(await statusOf(octokitFor(github, token).rest.repos.get(HERE))).toBe(403)
    expect(await statusOf(bot.rest.apps.getAuthenticated())).toBe(401)
    expect(await statusOf(maintainer.rest.apps.listWebhookDeliveries())).toBe(401)
  })
})

describe('installation tokens', () => {
  it('installation tokens work with Octokit’s standard app authentication and act as the bot', async () => {
    const { github } = world
    const auth = { appId: github.app.id, privateKey: github.app.privateKey, installationId: github.installationId }
    const octokit = new Octokit({ baseUrl: github.apiUrl, authStrategy: createAppAuth, auth })
    const { data: issue } = await octokit.rest.issues.create({ ...HERE, title: 'By the bot' })
    expect(issue.user).toMatchObject({ login: 'ollio[bot]', type: 'Bot' })
    const { data } = await world.bot.rest.apps.listReposAccessibleToInstallation()
    expect(data.repositories.map(({ full_name: name }) => name)).toEqual(['acme/shop'])
    expect(await statusOf(world.bot.rest.users.getAuthenticated())).toBe(403)
  })

  it('installation tokens list the permissions and repositories that they are limited to', async () => {
    const { app, github } = world
    const request = {
      installation_id: github.installationId,
      repositories: [REPO],
      permissions: { issues: 'write' as const, contents: 'read' as const },
    }
    const { data } = await app.rest.apps.createInstallationAccessToken(request)
    expect(data).toMatchObject({ repository_selection: 'selected', permissions: { issues: 'write', contents: 'read', metadata: 'read' } })
    expect(data.repositories?.map(({ name }) => name)).toEqual([REPO])
    const hour = Date.parse(data.expires_at) - Date.now()
    expect(hour).toBeGreaterThan(3_590_000)
    expect(hour).toBeLessThanOrEqual(3_600_000)
  })

  it('installation tokens cannot have permissions or repositories beyond those of the app', async () => {
    const { app, github, tokenWith } = world
    expect(await statusOf(tokenWith({ administration: 'write' }))).toBe(422)
    expect(await statusOf(tokenWith({ issues: 'read' }, ['other']))).toBe(422)
    expect(await statusOf(app.rest.apps.createInstallationAccessToken({ installation_id: 1 }))).toBe(404)
    expect(github.installationId).toBeGreaterThan(2 ** 32)
  })

  it('installation tokens cannot see private repositories of others and can only read public ones', async () => {
    const { app, github, bot } = world
    const open = { owner: 'other', repo: 'open' }
    const hidden = { owner: 'other', repo: 'hidden' }
    const { id: openId } = await github.createRepository({ owner: 'other', name: 'open', files: { 'a.txt': 'a' }, collaborators: {} })
    await github.createRepository({ owner: 'other', name: 'hidden', files: { 'a.txt': 'a' }, collaborators: {}, private: true })
    expect((await app.rest.apps.listInstallations()).data).toHaveLength(2)
    const installation = (await app.rest.apps.getRepoInstallation(open)).data.id
    const { data } = await app.rest.apps.createInstallationAccessToken({ installation_id: installation, repository_ids: [openId] })
    for (const octokit of [bot, octokitFor(github, data.token)]) {
      expect(await statusOf(octokit.rest.repos.get(hidden))).toBe(404)
      expect(await statusOf(octokit.rest.issues.create({ ...hidden, title: 'No' }))).toBe(404)
    }
    expect(await statusOf(bot.rest.repos.get(open))).toBe(200)
    await expect(bot.rest.issues.create({ ...open, title: 'No' })).rejects.toThrow('Resource not accessible by integration')
  })

  it('installation tokens stop working when they expire', async () => {
    const token = await world.tokenWith({ issues: 'write' })
    const octokit = octokitFor(world.github, token)
    expect(await statusOf(octokit.rest.repos.get(HERE))).toBe(200)
    const database = new DatabaseSync(path.join(world.folder, 'github.sqlite'))
    database.exec("UPDATE installation_tokens SET expires_at = '2026-01-01T00:00:00Z' WHERE permissions NOT LIKE '%checks%'")
    database.close()
    expect(await statusOf(octokit.rest.repos.get(HERE))).toBe(401)
  })
})
