import nock from 'nock'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createCodeHost } from '#src/adapters/github/github-code-host.ts'
import type { CodeHost } from '#src/ports/code-host.ts'
import { privateKey, token } from '../../support/app-key.ts'

const API = 'https://github.example/api/v3'
const repository = { installationId: 1, repositoryId: 12, owner: 'acme', name: 'shop' }
const change = { branch: 'ollio/1-1-card', expectedHead: 'a'.repeat(40), headline: 'Add Card', body: '', changes: [] }

let codeHost: CodeHost
beforeAll(() => nock.disableNetConnect())
beforeEach(() => {
  codeHost = createCodeHost({ appId: 1, privateKey, apiUrl: API, requestMs: 250 })
})
afterEach(() => {
  const unasked = nock.pendingMocks()
  nock.cleanAll()
  if (unasked.length > 0) throw new Error(`never asked: ${unasked.join(', ')}`)
})
afterAll(() => nock.restore())

function github(contents: 'read' | 'write' = 'read'): nock.Scope {
  const scope = nock(API)
  scope.post('/app/installations/1/access_tokens', { repository_ids: [12], permissions: { contents } }).reply(201, token())
  return scope
}

const ABOUT_LIMITS = 'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#about-secondary-rate-limits'
const inSeconds = (seconds: number) => String(Math.ceil(Date.now() / 1_000) + seconds)

describe('a GitHub response mapped to our failures', () => {
  test.each<[number, Record<string, string>, string, number | undefined]>([
    [400, {}, 'github-refused', undefined],
    [403, {}, 'github-refused', undefined],
    [404, {}, 'github-refused', undefined],
    [409, {}, 'github-refused', undefined],
    [422, {}, 'github-refused', undefined],
    [451, {}, 'github-refused', undefined],
    [408, {}, 'github-unavailable', undefined],
    [500, {}, 'github-unavailable', undefined],
    [502, {}, 'github-unavailable', undefined],
    [503, { 'retry-after': '5' }, 'github-unavailable', undefined],
    [429, {}, 'github-unavailable', 60_000],
    [429, { 'retry-after': '7' }, 'github-unavailable', 7_000],
    [403, { 'retry-after': '7' }, 'github-unavailable', 7_000],
    [403, { 'retry-after': '0' }, 'github-unavailable', 1_000],
    [403, { 'retry-after': '999999' }, 'github-unavailable', 3_600_000],
    [403, { 'retry-after': 'soon' }, 'github-unavailable', 60_000],
    [403, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, 'github-unavailable', 1_000],
    [403, { 'x-ratelimit-remaining': '0' }, 'github-unavailable', 60_000],
    [403, { 'x-ratelimit-remaining': '12', 'x-ratelimit-reset': '1' }, 'github-refused', undefined],
  ])('%i with %o is %s', async (status, headers, kind, retryAfterMs) => {
    github().get('/repos/acme/shop').reply(status, { message: 'No.' }, headers)
    await expect(codeHost.defaultBranch(repository)).rejects.toMatchObject({ name: 'Failure', kind, retryAfterMs })
  })

  test('a GitHub response mapped to our failures recognizes a limit without headers by its documentation link', async () => {
    github().get('/repos/acme/shop').reply(403, { message: 'Slow down.', documentation_url: ABOUT_LIMITS })
    await expect(codeHost.defaultBranch(repository)).rejects.toMatchObject({ kind: 'github-unavailable', retryAfterMs: 60_000 })
  })

  test('a GitHub response mapped to our failures waits the remaining time of a limit', async () => {
    github()
      .get('/repos/acme/shop')
      .reply(403, {}, { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': inSeconds(120) })
    const failure: unknown = await codeHost.defaultBranch(repository).catch((error: unknown) => error)
    expect(failure).toMatchObject({ kind: 'github-unavailable', retryAfterMs: expect.closeTo(120_000, -4) })
  })

  test('a GitHub response mapped to our failures names the request and the status in its message, and no token', async () => {
    github().get('/repos/acme/shop').reply(403, { message: 'Resource not accessible by integration' })
    await expect(codeHost.defaultBranch(repository)).rejects.toThrow(
      /^GitHub answered 403 to GET \/api\/v3\/repos\/acme\/shop: Resource not/,
    )
  })
})

describe('an unreachable GitHub', () => {
  test('an unreachable GitHub is ‘github-unavailable’', async () => {
    github()
      .get('/repos/acme/shop')
      .replyWithError(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }))
    await expect(codeHost.defaultBranch(repository)).rejects.toMatchObject({ kind: 'github-unavailable' })
  })

  test('an unreachable GitHub is ‘github-unavailable’ for the request of a token too', async () => {
    nock(API).post('/app/installations/1/access_tokens').reply(502)
    await expect(codeHost.readFile(repository, 'package.json', 'main')).rejects.toMatchObject({ kind: 'github-unavailable' })
  })
})

describe('a token', () => {
  test.each([401, 403, 404])('a token that is refused with %i is not a missing file', async (status) => {
    nock(API).post('/app/installations/1/access_tokens').reply(status, { message: 'This installation has been suspended' })
    await expect(codeHost.readFile(repository, 'package.json', 'main')).rejects.toMatchObject({ kind: 'github-refused' })
  })

  test('a token that GitHub keeps refusing is a failure', async () => {
    github().get('/repos/acme/shop').times(3).reply(401, { message: 'Bad credentials' })
    await expect(codeHost.defaultBranch(repository)).rejects.toMatchObject({ kind: 'github-refused' })
  })

  test('a token that is new and not known everywhere yet is tried again', async () => {
    const scope = nock(API)
    scope.post('/app/installations/1/access_tokens').reply(201, token())
    scope.get('/repos/acme/shop/git/ref/heads%2Fmain').reply(401, { message: 'Bad credentials' })
    scope.get('/repos/acme/shop/git/ref/heads%2Fmain').reply(200, { object: { sha: 'a'.repeat(40) } })
    expect(await codeHost.branchHead(repository, 'main')).toBe('a'.repeat(40))
  })
})

describe('a GraphQL response', () => {
  const graphql = () => {
    github('write')
    return nock('https://github.example/api').post('/graphql')
  }

  test.each<[string, object, string, number | undefined]>([
    ['a moved branch', { type: 'STALE_DATA' }, 'branch-moved', undefined],
    ["a branch that doesn't exist", { type: 'NOT_FOUND' }, 'branch-gone', undefined],
    ['a missing permission', { type: 'FORBIDDEN' }, 'github-refused', undefined],
    ['a rule of the repository', { type: 'UNPROCESSABLE' }, 'github-refused', undefined],
    ['a rate limit', { type: 'RATE_LIMITED' }, 'github-unavailable', 60_000],
    ['an internal error of GitHub', {}, 'github-unavailable', undefined],
  ])('a GraphQL response with %s', async (_case, error, kind, retryAfterMs) => {
    graphql().reply(200, { data: { createCommitOnBranch: null }, errors: [{ ...error, message: 'Something.' }] })
    await expect(codeHost.commit(repository, change)).rejects.toMatchObject({ name: 'Failure', kind, retryAfterMs })
  })

  test('a GraphQL response with an error status is mapped by the status', async () => {
    graphql().reply(502, '<html>')
    await expect(codeHost.commit(repository, change)).rejects.toMatchObject({ kind: 'github-unavailable' })
  })
})
