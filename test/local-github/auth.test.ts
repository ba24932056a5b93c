import { createAppAuth } from '@octokit/auth-app'
import { Octokit } from '@octokit/rest'
import { generateKeyPairSync, sign } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBranch, HERE, octokitFor, OWNER, REPO, startWorld, statusOf, type World } from './world.ts'

let world: World
let secret: World
beforeAll(async () => {
  world = await startWorld()
  secret = await startWorld({ private: true })
})
afterAll(async () => {
  await world.close()
  await secret.close()
})

function jwt(claims: Record<string, unknown>, key: string): string {
  const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`
}

async function appStatus(token: string): Promise<number> {
  return (await fetch(`${world.github.apiUrl}/app`, { headers: { authorization: `Bearer ${token}` } })).status
}

describe('the app by its JWT', () => {
  it('sees itself and where it is installed', async () => {
    const { app, github } = world
    expect((await app.rest.apps.getAuthenticated()).data).toMatchObject({ slug: 'ollio', installations_count: 1 })
    expect((await app.rest.apps.listInstallations()).data.map(({ id }) => id)).toEqual([github.installationId])
    expect((await app.rest.apps.getRepoInstallation(HERE)).data.id).toBe(github.installationId)
    expect((await app.rest.apps.getInstallation({ installation_id: github.installationId })).data.app_slug).toBe('ollio')
    expect(await statusOf(app.rest.apps.getInstallation({ installation_id: 1 }))).toBe(404)
  })

  it('is refused with another key, another issuer, or a life of more than ten minutes', async () => {
    const { privateKey } = world.github.app
    const nowS = Math.floor(Date.now() / 1_000)
    const good = { iss: world.github.app.id, iat: nowS - 30, exp: nowS + 300 }
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()
    expect(await appStatus(jwt(good, privateKey))).toBe(200)
    expect(await appStatus(jwt(good, stranger))).toBe(401)
    expect(await appStatus(jwt({ ...good, iss: 1 }, privateKey))).toBe(401)
    expect(await appStatus(jwt({ ...good, exp: nowS + 3_600 }, privateKey))).toBe(401)
    expect(await appStatus(jwt({ ...good, exp: nowS - 1 }, privateKey))).toBe(401)
    expect(await appStatus(world.github.app.privateKey.slice(0, 40).replaceAll(/\W/g, 'x'))).toBe(401)
  })
})

describe('installation tokens', () => {
  it('are had by the usual authentication of Octokit, and act as the bot', async () => {
    const { github } = world
    const auth = { appId: github.app.id, privateKey: github.app.privateKey, installationId: github.installationId }
    const octokit = new Octokit({ baseUrl: github.apiUrl, authStrategy: createAppAuth, auth })
    const { data: issue } = await octokit.rest.issues.create({ ...HERE, title: 'By the bot' })
    expect(issue.user).toMatchObject({ login: 'ollio[bot]', type: 'Bot' })
    expect(await octokit.graphql('{ viewer { login } }')).toEqual({ viewer: { login: 'ollio[bot]' } })
    expect((await octokit.rest.apps.listReposAccessibleToInstallation()).data.repositories.map(({ full_name: name }) => name)).toEqual([
      'acme/shop',
    ])
    expect(await statusOf(octokit.rest.users.getAuthenticated())).toBe(403)
  })

  it('can do what they were given and no more', async () => {
    const { app, github } = world
    const request = {
      installation_id: github.installationId,
      repositories: [REPO],
      permissions: { issues: 'write', contents: 'read' },
    } as const
    const { data } = await app.rest.apps.createInstallationAccessToken(request)
    expect(data.repositories?.map(({ name }) => name)).toEqual([REPO])
    const narrow = octokitFor(github, data.token)
    const { data: issue } = await narrow.rest.issues.create({ ...HERE, title: 'Allowed' })
    const { data: main } = await narrow.rest.git.getRef({ ...HERE, ref: 'heads/main' })
    await expect(narrow.rest.git.createRef({ ...HERE, ref: 'refs/heads/no', sha: main.object.sha })).rejects.toThrow(
      'Resource not accessible by integration',
    )
    expect(await statusOf(narrow.rest.pulls.list(HERE))).toBe(403)
    expect(await statusOf(narrow.rest.issues.createComment({ ...HERE, issue_number: issue.number, body: 'yes' }))).toBe(200)
    expect(
      await statusOf(narrow.graphql('mutation { convertPullRequestToDraft(input: { pullRequestId: "x" }) { clientMutationId } }')),
    ).not.toBe(200)
  })

  it('cannot have more than the app, nor repositories that it does not see', async () => {
    const { app, github } = world
    const of = { installation_id: github.installationId }
    expect(await statusOf(app.rest.apps.createInstallationAccessToken({ ...of, permissions: { administration: 'write' } }))).toBe(422)
    expect(await statusOf(app.rest.apps.createInstallationAccessToken({ ...of, repositories: ['other'] }))).toBe(422)
    expect(await statusOf(app.rest.apps.createInstallationAccessToken({ installation_id: 1 }))).toBe(404)
  })

  it('know nothing of repositories outside of them', async () => {
    const { app, github, bot } = world
    const other = await github.createRepository({ owner: 'other', name: 'repo', files: { 'a.txt': 'a' }, collaborators: {} })
    expect(await statusOf(bot.rest.repos.get({ owner: 'other', repo: 'repo' }))).toBe(404)
    expect((await app.rest.apps.listInstallations()).data).toHaveLength(2)
    const { id } = (await app.rest.apps.getRepoInstallation({ owner: 'other', repo: 'repo' })).data
    const { data } = await app.rest.apps.createInstallationAccessToken({ installation_id: id, repository_ids: [other.id] })
    expect(await statusOf(octokitFor(github, data.token).rest.repos.get(HERE))).toBe(404)
  })
})

describe('people', () => {
  it('are refused with a token that nobody has', async () => {
    await expect(octokitFor(world.github, 'ghp_unknown').rest.repos.get(HERE)).rejects.toThrow('Bad credentials')
    expect(await statusOf(octokitFor(world.github, 'ghp_unknown').rest.repos.get(HERE))).toBe(401)
  })

  it('may read what is public without a token, and nothing else', async () => {
    const nobody = octokitFor(world.github)
    expect((await nobody.rest.repos.get(HERE)).data.full_name).toBe('acme/shop')
    expect(await statusOf(nobody.rest.issues.create({ ...HERE, title: 'No' }))).toBe(401)
    expect(await statusOf(octokitFor(secret.github).rest.repos.get(HERE))).toBe(404)
    expect(await statusOf(secret.outsider.rest.repos.get(HERE))).toBe(404)
    expect((await secret.writer.rest.repos.get(HERE)).data.permissions).toMatchObject({ push: true, admin: false })
  })

  it('from outside can say something, and change nothing', async () => {
    const { outsider, maintainer, bot } = world
    const { data: issue } = await maintainer.rest.issues.create({ ...HERE, title: 'Open to all' })
    const { data: comment } = await maintainer.rest.issues.createComment({ ...HERE, issue_number: issue.number, body: 'mine' })
    const sha = await createBranch(bot, 'guarded', { 'g.txt': 'g\n' })
    const { data: pull } = await bot.rest.pulls.create({ ...HERE, title: 'Guarded', head: 'guarded', base: 'main' })
    expect(await statusOf(outsider.rest.issues.createComment({ ...HERE, issue_number: issue.number, body: 'hello' }))).toBe(200)
    const attempts = [
      outsider.rest.git.createRef({ ...HERE, ref: 'refs/heads/mine', sha }),
      outsider.rest.git.updateRef({ ...HERE, ref: 'heads/main', sha, force: true }),
      outsider.rest.pulls.merge({ ...HERE, pull_number: pull.number }),
      outsider.rest.pulls.create({ ...HERE, title: 'Mine', head: 'guarded', base: 'main' }),
      outsider.rest.pulls.update({ ...HERE, pull_number: pull.number, state: 'closed' }),
      outsider.rest.issues.addLabels({ ...HERE, issue_number: issue.number, labels: ['mine'] }),
      outsider.rest.issues.update({ ...HERE, issue_number: issue.number, state: 'closed' }),
      outsider.rest.issues.updateComment({ ...HERE, comment_id: comment.id, body: 'yours' }),
      outsider.rest.issues.deleteComment({ ...HERE, comment_id: comment.id }),
      outsider.rest.repos.merge({ ...HERE, base: 'main', head: 'guarded' }),
      outsider.rest.repos.getCollaboratorPermissionLevel({ ...HERE, username: 'mara' }),
    ]
    expect(await Promise.all(attempts.map(statusOf))).toEqual(attempts.map(() => 403))
  })

  it('have the permission that the bot reads', async () => {
    const { bot } = world
    const of = async (username: string) => (await bot.rest.repos.getCollaboratorPermissionLevel({ ...HERE, username })).data.permission
    expect([await of('mara'), await of('wim'), await of('odd')]).toEqual(['admin', 'write', 'read'])
    expect((await secret.bot.rest.repos.getCollaboratorPermissionLevel({ ...HERE, username: 'odd' })).data.role_name).toBe('none')
    expect(await statusOf(bot.rest.repos.getCollaboratorPermissionLevel({ ...HERE, username: 'nobody-here' }))).toBe(404)
    expect((await world.writer.rest.users.getAuthenticated()).data.login).toBe('wim')
    expect((await bot.rest.users.getByUsername({ username: OWNER })).data.type).toBe('Organization')
  })
})

it('sends the headers that clients read, with refusals too', async () => {
  const answers = [
    await fetch(`${world.github.apiUrl}/repos/acme/shop`),
    await fetch(`${world.github.apiUrl}/repos/acme/nothing`),
    await fetch(`${world.github.apiUrl}/nowhere`),
  ]
  expect(answers.map(({ status }) => status)).toEqual([200, 404, 404])
  for (const { headers } of answers) {
    expect(headers.get('x-github-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(Number(headers.get('x-ratelimit-remaining'))).toBeLessThan(5_000)
  }
})
