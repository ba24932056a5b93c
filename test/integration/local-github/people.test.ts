import { afterAll, beforeAll, expect, it } from 'vitest'
import { headOf, openPull } from '../../support/local-github/listen-to-changes.ts'
import { HERE, octokitFor, OWNER, startWorld, statusOf, type LocalGitHubWorld } from '../../support/local-github/local-github-world.ts'

let world: LocalGitHubWorld
let secret: LocalGitHubWorld
beforeAll(async () => {
  world = await startWorld()
  secret = await startWorld({ private: true })
})
afterAll(async () => {
  await world.close()
  await secret.close()
})

it('rejects an unknown token everywhere', async () => {
  const stranger = octokitFor(world.github, 'ghp_unknown')
  await expect(stranger.rest.repos.get(HERE)).rejects.toThrow('Bad credentials')
  expect(await statusOf(stranger.rest.repos.get(HERE))).toBe(401)
  expect(await statusOf(stranger.rest.issues.create({ ...HERE, title: 'No' }))).toBe(401)
  expect(await statusOf(stranger.graphql('{ viewer { login } }'))).toBe(401)
  const nowhere = await fetch(`${world.github.apiUrl}/no/such/endpoint`, { headers: { authorization: 'token ghp_unknown' } })
  expect(nowhere.status).toBe(401)
})

it('the local GitHub shows public repositories to everybody and private ones only to their people', async () => {
  const nobody = octokitFor(world.github)
  expect((await nobody.rest.repos.get(HERE)).data.full_name).toBe('acme/shop')
  expect(await statusOf(nobody.rest.issues.create({ ...HERE, title: 'No' }))).toBe(401)
  expect(await statusOf(nobody.graphql('{ viewer { login } }'))).toBe(401)
  expect(await statusOf(octokitFor(secret.github).rest.repos.get(HERE))).toBe(404)
  expect(await statusOf(secret.outsider.rest.repos.get(HERE))).toBe(404)
  expect(await statusOf(secret.outsider.rest.issues.create({ ...HERE, title: 'No' }))).toBe(404)
  expect((await secret.writer.rest.repos.get(HERE)).data.permissions).toMatchObject({ push: true, admin: false })
})

it('lets an outsider comment and change nothing', async () => {
  const { outsider, maintainer, bot } = world
  const { data: issue } = await maintainer.rest.issues.create({ ...HERE, title: 'Open to all' })
  const { data: comment } = await maintainer.rest.issues.createComment({ ...HERE, issue_number: issue.number, body: 'mine' })
  const { sha, at } = await openPull(bot, 'guarded', { 'g.txt': 'g\n' })
  const main = await headOf(bot)
  expect(await statusOf(outsider.rest.issues.createComment({ ...HERE, issue_number: issue.number, body: 'hello' }))).toBe(200)
  const attempts = [
    outsider.rest.git.createRef({ ...HERE, ref: 'refs/heads/mine', sha }),
    outsider.rest.git.updateRef({ ...HERE, ref: 'heads/main', sha, force: true }),
    outsider.rest.git.deleteRef({ ...HERE, ref: 'heads/guarded' }),
    outsider.rest.git.createBlob({ ...HERE, content: 'mine' }),
    outsider.rest.repos.createOrUpdateFileContents({ ...HERE, path: 'mine.txt', message: 'Mine', content: '' }),
    outsider.rest.repos.merge({ ...HERE, base: 'main', head: 'guarded' }),
    outsider.rest.repos.getCollaboratorPermissionLevel({ ...HERE, username: 'mara' }),
    outsider.rest.pulls.create({ ...HERE, title: 'Mine', head: 'guarded', base: 'main' }),
    outsider.rest.pulls.update({ ...at, state: 'closed' }),
    outsider.rest.pulls.merge(at),
    outsider.rest.issues.update({ ...HERE, issue_number: issue.number, state: 'closed' }),
    outsider.rest.issues.updateComment({ ...HERE, comment_id: comment.id, body: 'yours' }),
    outsider.rest.issues.deleteComment({ ...HERE, comment_id: comment.id }),
    outsider.rest.checks.create({ ...HERE, name: 'Mine', head_sha: sha }),
  ]
  expect(await Promise.all(attempts.map(statusOf))).toEqual(attempts.map(() => 403))
  expect([await headOf(bot), await headOf(bot, 'guarded')]).toEqual([main, sha])
  expect((await bot.rest.pulls.get(at)).data.state).toBe('open')
})

it('lets people edit their own texts, and writers those of others', async () => {
  const { outsider, writer } = world
  const { data: issue } = await outsider.rest.issues.create({ ...HERE, title: 'My own' })
  const { data: comment } = await outsider.rest.issues.createComment({ ...HERE, issue_number: issue.number, body: 'first' })
  const { data: mine } = await outsider.rest.issues.updateComment({ ...HERE, comment_id: comment.id, body: 'second' })
  const { data: theirs } = await writer.rest.issues.updateComment({ ...HERE, comment_id: comment.id, body: 'third' })
  expect([mine.body, theirs.body, theirs.user?.login]).toEqual(['second', 'third', 'odd'])
  expect((await outsider.rest.issues.update({ ...HERE, issue_number: issue.number, state: 'closed' })).data.closed_by?.login).toBe('odd')
})

it('tells the bot the permission of a person', async () => {
  const { bot } = world
  const of = async (username: string) => (await bot.rest.repos.getCollaboratorPermissionLevel({ ...HERE, username })).data
  const levels = await Promise.all(['mara', 'wim', 'odd'].map(of))
  expect(levels.map(({ permission }) => permission)).toEqual(['admin', 'write', 'read'])
  expect(levels.map(({ user }) => user?.login)).toEqual(['mara', 'wim', 'odd'])
  const hidden = await secret.bot.rest.repos.getCollaboratorPermissionLevel({ ...HERE, username: 'odd' })
  expect(hidden.data).toMatchObject({ permission: 'none', role_name: 'none' })
  expect(await statusOf(bot.rest.repos.getCollaboratorPermissionLevel({ ...HERE, username: 'nobody-here' }))).toBe(404)
})

it('finds people by their tokens and their logins', async () => {
  const { writer, bot } = world
  expect((await writer.rest.users.getAuthenticated()).data.login).toBe('wim')
  expect((await bot.rest.users.getByUsername({ username: OWNER })).data.type).toBe('Organization')
  expect((await bot.rest.users.getByUsername({ username: 'ollio[bot]' })).data.type).toBe('Bot')
  expect(await statusOf(bot.rest.users.getByUsername({ username: 'nobody-here' }))).toBe(404)
})

it('sends the headers that clients read, with errors too', async () => {
  const { apiUrl } = world.github
  const answers = await Promise.all(
    [`${apiUrl}/repos/acme/shop`, `${apiUrl}/repos/acme/nothing`, `${apiUrl}/issues`].map((url) => fetch(url)),
  )
  expect(answers.map(({ status }) => status)).toEqual([200, 404, 404])
  for (const { headers } of answers) {
    expect(headers.get('x-github-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers.get('content-type')).toContain('application/json')
    expect(Number(headers.get('x-ratelimit-remaining'))).toBeLessThan(5_000)
  }
})
