import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createCodeHost } from '#src/adapters/github/github-code-host.ts'
import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import type { CodeHost } from '#src/ports/code-host.ts'
import { conformingFetch } from '#test/support/github-conformance.ts'
import { headOf } from '../../support/local-github/listen-to-changes.ts'
import { FILES, HERE, startWorld, type LocalGitHubWorld } from '../../support/local-github/local-github-world.ts'

let world: LocalGitHubWorld
let host: CodeHost
let shop: RepositoryRef
const plainFetch = globalThis.fetch
const asked = new Set<string>()

/** Every response to the bot's own adapter is validated against GitHub's descriptions, and every endpoint that it calls is recorded. */
beforeAll(async () => {
  world = await startWorld()
  const { github, bot } = world
  const checked = conformingFetch(github.apiUrl, plainFetch)
  globalThis.fetch = (input, init) => {
    const { url, method } = new Request(input, init)
    asked.add(`${method} ${new URL(url).pathname}`)
    return checked(input, init)
  }
  host = createCodeHost({ appId: github.app.id, privateKey: github.app.privateKey, apiUrl: github.apiUrl })
  const { data } = await bot.rest.repos.get(HERE)
  shop = { installationId: github.installationId, repositoryId: data.id, owner: HERE.owner, name: HERE.repo }
})
afterAll(async () => {
  globalThis.fetch = plainFetch
  await world.close()
})

const BRANCH = 'ollio/1-1-pricing-card'
const TRAILER = 'Ollio-Turn: comment:1'

async function commit(expectedHead: string, text: string, trailer = TRAILER): Promise<string> {
  const changes = [{ path: 'src/card.tsx', bytes: Buffer.from(text) }]
  return host.commit(shop, { branch: BRANCH, expectedHead, headline: 'Add a card', body: `Words.\n\n${trailer}`, changes })
}

describe('the bot’s own adapter on the local GitHub', () => {
  it('the bot’s own adapter on the local GitHub reads a repository: permissions, branches, files and the whole tree', async () => {
    const permissions = ['mara', 'wim', 'odd', 'nobody-here'].map((login) => host.permissionOf(shop, login))
    expect(await Promise.all(permissions)).toEqual(['admin', 'write', 'read', 'none'])
    const { name, sha } = await host.defaultBranch(shop)
    expect([name, sha]).toEqual(['main', await headOf(world.bot)])
    expect(await host.branchHead(shop, 'no/such')).toBeNull()
    expect(await host.readFile(shop, 'README.md', 'main')).toBe('# Shop\n')
    expect(await host.readFile(shop, 'src/ünï code.txt', sha)).toBe(FILES['src/ünï code.txt'])
    for (const missing of ['no.md', 'src', '.github/ollio.yml']) expect(await host.readFile(shop, missing, 'main')).toBeNull()
  })

  it('the bot’s own adapter on the local GitHub creates its branch and its commit once, and finds its commit again by the trailer', async () => {
    const { sha: main } = await host.defaultBranch(shop)
    await host.ensureBranch(shop, BRANCH, main)
    await host.ensureBranch(shop, BRANCH, main)
    expect(await host.findCommit(shop, main, BRANCH, TRAILER)).toBeNull()
    const first = await commit(main, 'one\n')
    expect(await host.findCommit(shop, main, BRANCH, TRAILER)).toBe(first)
    await expect(commit(main, 'two\n', 'Ollio-Turn: comment:2')).rejects.toMatchObject({ kind: 'branch-moved' })
    const racers = await Promise.allSettled(['a\n', 'b\n', 'c\n'].map((text) => commit(first, text, `Ollio-Turn: ${text}`)))
    expect(racers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await host.findCommit(shop, main, BRANCH, 'Ollio-Turn: comment:2')).toBeNull()
    const gone = host.commit(shop, { branch: 'gone', expectedHead: main, headline: 'No', body: '', changes: [] })
    await expect(gone).rejects.toMatchObject({ kind: 'branch-gone' })
  })

  it('the bot’s own adapter on the local GitHub opens its one pull request, finds it and updates its text', async () => {
    const request = { headBranch: BRANCH, baseBranch: 'main', title: 'Pricing card', body: 'first', draft: false }
    expect(await host.findPullRequest(shop, BRANCH)).toBeNull()
    const opened = await host.putPullRequest(shop, request)
    const updated = await host.putPullRequest(shop, { ...request, body: 'second' })
    expect(updated).toMatchObject({ number: opened.number, body: 'second', byOurApp: true, open: true, merged: false })
    expect(await host.findPullRequest(shop, BRANCH)).toEqual(updated)
    expect(await host.pullRequest(shop, opened.number)).toEqual(updated)
    expect(await host.pullRequest(shop, 99_999)).toBeNull()
  })

  it('the bot’s own adapter on the local GitHub keeps one comment, even if it forgot that it posted it or somebody deleted it', async () => {
    const { maintainer } = world
    const { data: issue } = await maintainer.rest.issues.create({ ...HERE, title: 'Told' })
    const marker = '<!-- ollio:comment:1 -->'
    const put = (text: string, id?: number) => host.putComment(shop, issue.number, marker, `${marker}\n${text}`, id)
    const first = await put('working')
    expect(await put('still working')).toEqual(first)
    expect(await put('done', first.commentId)).toEqual(first)
    await maintainer.rest.issues.deleteComment({ ...HERE, comment_id: first.commentId })
    const second = await put('done', first.commentId)
    expect(second.commentId).not.toBe(first.commentId)
    const { data: comments } = await maintainer.rest.issues.listComments({ ...HERE, issue_number: issue.number })
    expect(comments.map(({ body }) => body)).toEqual([`${marker}\ndone`])
  })

  it('the bot’s own adapter on the local GitHub reacts to everything that can contain a command', async () => {
    const { maintainer } = world
    const found = await host.findPullRequest(shop, BRANCH)
    const at = { ...HERE, pull_number: found?.number ?? 0 }
    const { data: comment } = await maintainer.rest.issues.createComment({ ...HERE, issue_number: at.pull_number, body: '/ollio' })
    const line = { ...at, commit_id: found?.headSha ?? '', path: 'src/card.tsx', line: 1, body: '/ollio' }
    const { data: lineComment } = await maintainer.rest.pulls.createReviewComment(line)
    await host.react(shop, { kind: 'comment', id: comment.id }, 'eyes')
    await host.react(shop, { kind: 'review-comment', id: lineComment.id }, 'rocket')
    await host.react(shop, { kind: 'issue', number: at.pull_number }, 'confused')
    await host.react(shop, { kind: 'review', pullRequest: at.pull_number, id: lineComment.pull_request_review_id ?? 0 }, '-1')
    const { data: reactions } = await maintainer.rest.reactions.listForIssue({ ...HERE, issue_number: at.pull_number })
    expect(reactions.map(({ content, user }) => [content, user?.login])).toEqual([
      ['confused', 'ollio[bot]'],
      ['-1', 'ollio[bot]'],
    ])
  })

  it('the bot’s own adapter on the local GitHub reports one check run per turn', async () => {
    const headSha = (await host.branchHead(shop, BRANCH)) ?? ''
    const report = { headSha, name: 'Ollio', externalId: 'turn-1', conclusion: 'success', title: 'Good', summary: 'All of it' } as const
    const first = await host.putCheckRun(shop, report)
    expect(await host.putCheckRun(shop, { ...report, conclusion: 'failure', detailsUrl: 'https://example.test/p/1' })).toEqual(first)
    const { data } = await world.bot.rest.checks.listForRef({ ...HERE, ref: BRANCH })
    expect(data.check_runs.map(({ conclusion, external_id: id }) => [conclusion, id])).toEqual([['failure', 'turn-1']])
  })

  it('the bot’s own adapter on the local GitHub had every response validated', () => {
    const calls = ['POST /api/graphql', `POST /api/v3/app/installations/${world.github.installationId}/access_tokens`, 'GET /api/v3/app']
    expect([...asked]).toEqual(expect.arrayContaining(calls))
  })
})
