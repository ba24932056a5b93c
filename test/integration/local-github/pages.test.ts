import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserOf } from '../../support/local-github/pages-in-chromium.ts'
import { openPull } from '../../support/local-github/listen-to-changes.ts'
import { HERE, startWorld, type LocalGitHubWorld } from '../../support/local-github/local-github-world.ts'

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

describe('the pages', () => {
  it('the pages show the repositories, their files and a README', async () => {
    const { visit } = browserOf(world.github)
    expect((await visit('/')).html).toContain('A small shop')
    expect((await visit('/acme/shop')).html).toContain('<h1>Shop</h1>')
    const file = await visit('/acme/shop/blob/main/src/app.tsx')
    expect(file.html).toContain('export function App() {')
    expect((await visit('/acme/shop/tree/main/src')).html).toContain('app.tsx')
  })

  it('the pages show issues with their comments', async () => {
    const { visit } = browserOf(world.github)
    const { data } = await world.maintainer.rest.issues.create({ ...HERE, title: 'A readable title', body: 'Some **bold** words' })
    await world.bot.rest.issues.createComment({ ...HERE, issue_number: data.number, body: 'At work on it' })
    expect((await visit('/acme/shop/issues')).html).toContain('A readable title')
    const { html } = await visit(`/acme/shop/issues/${data.number}`)
    for (const shown of ['<strong>bold</strong>', 'At work on it', 'ollio[bot]', 'Add a comment']) expect(html).toContain(shown)
    const { at } = await openPull(world.bot, 'elsewhere', { 'else.txt': 'else\n' })
    const { headers } = await visit(`/acme/shop/issues/${at.pull_number}`)
    expect(headers.get('location')).toBe(`/acme/shop/pull/${at.pull_number}`)
  })

  it('the pages show a pull request: conversation, commits, checks, mergeability and changes', async () => {
    const { visit } = browserOf(world.github)
    const { at, sha } = await openPull(world.bot, 'shown', { 'src/card.tsx': 'export const card = 1\n', 'README.md': '# A shop\n' })
    const line = { ...at, commit_id: sha, path: 'src/card.tsx', line: 1, body: 'Why one?' }
    await world.maintainer.rest.pulls.createReviewComment(line)
    const output = { title: 'All good', summary: '**3** widths' }
    await world.bot.rest.checks.create({ ...HERE, name: 'Ollio check', head_sha: sha, conclusion: 'success', output })
    const { html } = await visit(`/acme/shop/pull/${at.pull_number}`)
    const shown = ['Change shown', sha.slice(0, 7), 'src/card.tsx:1', 'Why one?', 'Ollio check', '1 check passed', 'Merge pull request']
    for (const text of shown) expect(html).toContain(text)
    expect((await visit(`/acme/shop/pull/${at.pull_number}/commits`)).html).toContain('Change shown')
    expect((await visit(`/acme/shop/pull/${at.pull_number}/checks`)).html).toContain('<strong>3</strong> widths')
    const files = (await visit(`/acme/shop/pull/${at.pull_number}/files`)).html
    for (const text of ['export const card = 1', '# Shop', '# A shop', 'Comment on a line', 'Why one?']) expect(files).toContain(text)
    expect((await visit(`/acme/shop/pull/${at.pull_number}.diff`)).html).toContain('diff --git a/README.md b/README.md')
    expect((await visit('/acme/shop/pulls')).html).toContain('Change shown')
    expect((await browserOf(world.github, 'odd').visit(`/acme/shop/pull/${at.pull_number}`)).html).not.toContain('Merge pull request')
  })

  it('the pages serve files of a repository so that they cannot run scripts', async () => {
    const { visit } = browserOf(world.github)
    await openPull(world.bot, 'pictures/of-it', { 'pic.svg': '<svg onload="alert(1)"/>' })
    const svg = await visit('/acme/shop/raw/pictures/of-it/pic.svg')
    expect(svg.headers.get('content-type')).toBe('image/svg+xml')
    expect(svg.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox/)
    const text = await visit('/acme/shop/raw/main/src/app.tsx')
    expect(text.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(text.headers.get('x-content-type-options')).toBe('nosniff')
    const { data } = await world.bot.rest.users.getByUsername({ username: 'mara' })
    const avatar = await visit(new URL(data.avatar_url).pathname)
    expect([avatar.status, avatar.html.includes('<svg')]).toEqual([200, true])
    expect((await visit('/_assets/style.css')).headers.get('content-type')).toContain('text/css')
  })

  it('the pages have an error page for what does not exist or is not visible', async () => {
    const { visit } = browserOf(world.github)
    const missing = [
      '/acme/no',
      '/acme/shop/issues/99999',
      '/acme/shop/pull/99999',
      '/acme/shop/blob/main/no',
      '/acme/shop/tree/no',
      '/avatars/1',
    ]
    for (const path of missing) expect([path, (await visit(path)).status]).toEqual([path, 404])
    expect((await visit('/acme/no')).html).toContain('Back to the repositories')
    const [writer, outsider] = [browserOf(secret.github, 'wim'), browserOf(secret.github, 'odd')]
    expect((await writer.visit('/acme/shop')).status).toBe(200)
    expect((await outsider.visit('/acme/shop')).status).toBe(404)
    expect((await writer.visit('/')).html).toContain('acme/shop')
    expect((await outsider.visit('/')).html).not.toContain('acme/shop')
  })
})
