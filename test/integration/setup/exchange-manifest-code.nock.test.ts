import nock from 'nock'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { exchangeManifestCode } from '#src/setup/exchange-manifest-code.ts'
import { openRelayChannel } from '#src/setup/relay-channel.ts'
import { privateKey } from '../../support/app-key.ts'
import { CLIENT, CODE, madeApp, WEBHOOK_SECRET } from '../../support/setup/github-double.ts'

const GITHUB = { url: 'https://github.com', apiUrl: 'https://api.github.com' }
const convert = () => exchangeManifestCode(GITHUB, CODE)
const conversion = () => nock(GITHUB.apiUrl).post(`/app-manifests/${CODE}/conversions`)

beforeAll(() => nock.disableNetConnect())
afterEach(() => {
  const unasked = nock.pendingMocks()
  nock.cleanAll()
  if (unasked.length > 0) throw new Error(`never asked: ${unasked.join(', ')}`)
})
afterAll(() => nock.restore())

describe('exchanging the code', () => {
  test('exchanging the code returns the app’s credentials', async () => {
    nock(GITHUB.apiUrl, { reqheaders: { accept: 'application/vnd.github+json', 'user-agent': 'ollio' } })
      .post(`/app-manifests/${CODE}/conversions`, '')
      .reply(201, madeApp())
    expect(await convert()).toEqual({
      kind: 'made',
      app: {
        id: 4711,
        privateKey,
        webhookSecret: WEBHOOK_SECRET,
        clientId: CLIENT.id,
        clientSecret: CLIENT.secret,
        installUrl: 'https://github.com/apps/octoapp/installations/new',
      },
    })
  })

  test('exchanging the code works with GitHub Enterprise at another address', async () => {
    nock('https://ghe.example')
      .post(`/api/v3/app-manifests/${CODE}/conversions`)
      .reply(201, madeApp({ html_url: 'https://ghe.example/github-apps/octoapp' }))
    const answer = await exchangeManifestCode({ url: 'https://ghe.example', apiUrl: 'https://ghe.example/api/v3' }, CODE)
    expect(answer).toMatchObject({ app: { installUrl: 'https://ghe.example/github-apps/octoapp/installations/new' } })
  })

  test('exchanging the code works for an app without a webhook secret', async () => {
    conversion().reply(201, madeApp({ webhook_secret: null }))
    expect(await convert()).toMatchObject({ kind: 'made', app: { webhookSecret: null } })
  })

  test.each([
    ['another place', 'https://evil.example/apps/octoapp'],
    ['a script', 'javascript:alert(1)'],
  ])('exchanging the code does not link to an app page that is %s', async (_name, page) => {
    conversion().reply(201, madeApp({ html_url: page }))
    expect(await convert()).toMatchObject({ kind: 'made', app: { installUrl: 'https://github.com/settings/apps' } })
  })

  test('exchanging the code encodes the code as one path segment', async () => {
    nock(GITHUB.apiUrl).post('/app-manifests/..%2F..%2Fuser%3Fa/conversions').reply(404)
    expect(await exchangeManifestCode(GITHUB, '../../user?a')).toEqual({ kind: 'refused' })
  })
})

describe('a failed exchange', () => {
  test.each([
    ['refused', 404, { message: 'Not Found' }],
    ['refused', 422, { message: 'Validation Failed' }],
    ['refused', 403, 'no JSON'],
    ['refused', 201, { id: 'twelve' }],
    ['refused', 201, null],
    ['unreachable', 500, {}],
    ['unreachable', 503, '<html>'],
    ['unreachable', 429, {}],
    ['unreachable', 201, '{ "id":'],
  ])('a failed exchange is %s if GitHub responds with %i %o', async (kind, status, body) => {
    conversion().reply(status, body ?? 'null')
    expect(await convert()).toEqual({ kind })
  })

  test('a failed exchange is unreachable if the connection is lost', async () => {
    conversion().replyWithError(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }))
    expect(await convert()).toEqual({ kind: 'unreachable' })
  })

  test('a failed exchange is unreachable if it is redirected, and the redirect is not followed', async () => {
    conversion().reply(307, '', { location: 'https://evil.example/' })
    expect(await convert()).toEqual({ kind: 'unreachable' })
  })
})

describe('a smee.io channel', () => {
  test('a smee.io channel is opened by requesting a new one', async () => {
    nock('https://smee.io').head('/new').reply(307, '', { location: 'http://smee.io/Ab3-_x' })
    expect(await openRelayChannel()).toBe('https://smee.io/Ab3-_x')
  })

  test.each([
    ['the response has no address', 200, {}],
    ['it redirects to another host', 307, { location: 'https://evil.example/Ab3' }],
    ['its address is invalid', 307, { location: 'http://[' }],
  ])('a smee.io channel is not available if %s', async (_name, status, headers) => {
    nock('https://smee.io').head('/new').reply(status, '', headers)
    expect(await openRelayChannel()).toBeNull()
  })

  test('a smee.io channel is not available if smee.io is unreachable', async () => {
    nock('https://smee.io').head('/new').replyWithError('no route')
    expect(await openRelayChannel()).toBeNull()
  })
})
