import nock from 'nock'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { TOKEN_PERMISSIONS } from '#src/adapters/github/token-permissions.ts'
import type { Work } from '#src/adapters/github/token-permissions.ts'
import { createCodeHost } from '#src/adapters/github/github-code-host.ts'
import type { CodeHost } from '#src/ports/code-host.ts'
import { privateKey, token } from '../../support/app-key.ts'

/** github.com itself, where requests are throttled to its limits. */
const API = 'https://api.github.com'
const repository = { installationId: 1, repositoryId: 12, owner: 'acme', name: 'shop' }

let codeHost: CodeHost
let github: nock.Scope
beforeAll(() => nock.disableNetConnect())
beforeEach(() => {
  codeHost = createCodeHost({ appId: 1, privateKey, apiUrl: API })
  github = nock(API)
})
/** A token for that repository and that kind of work only. */
function giveToken(work: Work): void {
  const permissions = { ...TOKEN_PERMISSIONS[work] }
  github.post('/app/installations/1/access_tokens', { repository_ids: [12], permissions }).reply(201, token())
}
afterEach(() => {
  const unasked = nock.pendingMocks()
  nock.cleanAll()
  if (unasked.length > 0) throw new Error(`never asked: ${unasked.join(', ')}`)
})
afterAll(() => nock.restore())

describe('on github.com', () => {
  test('a secondary limit is reported as a failure, without waiting', async () => {
    giveToken('read')
    github.get('/repos/acme/shop').reply(403, { message: 'You have exceeded a secondary rate limit.' }, { 'retry-after': '30' })
    await expect(codeHost.defaultBranch(repository)).rejects.toMatchObject({ kind: 'github-unavailable', retryAfterMs: 30_000 })
  })

  test('a used-up rate limit is reported as a failure, without waiting', async () => {
    giveToken('read')
    github
      .get('/repos/acme/shop')
      .reply(403, { message: 'API rate limit exceeded' }, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' })
    await expect(codeHost.defaultBranch(repository)).rejects.toMatchObject({ kind: 'github-unavailable', retryAfterMs: 1_000 })
  })

  test('a commit whose connection is lost is a failure', async () => {
    giveToken('write')
    github.post('/graphql').replyWithError(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }))
    const change = { branch: 'ollio/1-1-card', expectedHead: 'a'.repeat(40), headline: 'Add Card', body: '', changes: [] }
    await expect(codeHost.commit(repository, change)).rejects.toMatchObject({ kind: 'github-unavailable' })
  })
})

describe('a draft', () => {
  const request = { headBranch: 'ollio/1-1-card', baseBranch: 'main', title: 'Add Card', body: 'one', draft: true }
  const opened = {
    number: 3,
    html_url: 'https://github.com/acme/shop/pull/3',
    body: 'one',
    state: 'open',
    merged_at: null,
    user: { login: 'ollio[bot]' },
    head: { ref: 'ollio/1-1-card', sha: 'b'.repeat(40) },
    base: { ref: 'main' },
  }

  test('a draft is opened as a normal pull request if the repository doesn’t support drafts', async () => {
    giveToken('propose')
    github.get('/app').reply(200, { slug: 'ollio' })
    github.get('/repos/acme/shop/pulls').query(true).twice().reply(200, [])
    github.post('/repos/acme/shop/pulls', { ...withoutHead(request), head: 'ollio/1-1-card', base: 'main' }).reply(422, {
      message: 'Draft pull requests are not supported in this repository.',
    })
    github
      .post('/repos/acme/shop/pulls', { ...withoutHead(request), head: 'ollio/1-1-card', base: 'main', draft: false })
      .reply(201, opened)
    expect(await codeHost.putPullRequest(repository, request)).toMatchObject({ number: 3, open: true, byOurApp: true })
  })

  test.each([
    ['stays ready for review if the repository doesn’t support drafts', 'UNPROCESSABLE', { number: 3 }],
    ['stays ready for review if the app may not convert it', 'FORBIDDEN', { number: 3 }],
    ['is a failure if GitHub itself fails', undefined, { kind: 'github-unavailable' }],
  ])('an open pull request %s', async (_what, type, expected) => {
    giveToken('propose')
    github.get('/app').reply(200, { slug: 'ollio' })
    github.get('/repos/acme/shop/pulls').query(true).reply(200, [opened])
    github.patch('/repos/acme/shop/pulls/3').reply(200, { ...opened, draft: false, node_id: 'PR_3' })
    github.post('/graphql', ({ variables }) => variables.id === 'PR_3').reply(200, { data: null, errors: [{ type, message: 'No.' }] })
    expect(await codeHost.putPullRequest(repository, request).catch((error: unknown) => error)).toMatchObject(expected)
  })

  function withoutHead({ headBranch: _head, baseBranch: _base, ...rest }: typeof request) {
    return rest
  }
})
