import nock from 'nock'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createCodeHost } from '#src/adapters/github/github-code-host.ts'
import { privateKey, token } from '../../support/app-key.ts'

const repository = { installationId: 1, repositoryId: 12, owner: 'acme', name: 'shop' }
const UPLOAD = '/user-attachments/assets/8f1c0f5e-0000-4000-8000-000000000001'
const URL = `https://github.com${UPLOAD}`
const STORAGE = 'https://github-production-user-asset-6210df.s3.amazonaws.com'
const BYTES = Buffer.from('the bytes of a picture')
const UNREACHABLE = { ok: false, problem: 'unreachable' }

let codeHost = createCodeHost({ appId: 1, privateKey, apiUrl: 'https://api.github.com' })
beforeAll(() => nock.disableNetConnect())
beforeEach(() => {
  codeHost = createCodeHost({ appId: 1, privateKey, apiUrl: 'https://api.github.com' })
})
afterEach(() => {
  const unasked = nock.pendingMocks()
  nock.cleanAll()
  if (unasked.length > 0) throw new Error(`never asked: ${unasked.join(', ')}`)
})
afterAll(() => nock.restore())

const fetched = (url = URL, limitBytes = 1_000, signal = new AbortController().signal) =>
  codeHost.attachment(repository, url, limitBytes, signal)
const tokens = () =>
  nock('https://api.github.com')
    .post('/app/installations/1/access_tokens', { repository_ids: [12], permissions: { issues: 'read', pull_requests: 'read' } })
    .reply(201, token())
/** GitHub itself, which must receive our token. */
const github = () => nock('https://github.com', { reqheaders: { authorization: /^token \S+$/ } })
/** A host that must not receive it. */
const storage = (origin = STORAGE) => nock(origin, { badheaders: ['authorization'] })

describe('an uploaded file', () => {
  test('an uploaded file is requested from GitHub with our token, and from its storage without', async () => {
    tokens()
    github()
      .get(UPLOAD)
      .reply(302, '', { location: `${STORAGE}/1/2?X-Amz-Signature=x` })
    storage().get('/1/2').query(true).reply(200, BYTES)
    expect(await fetched()).toEqual({ ok: true, bytes: new Uint8Array(BYTES) })
  })

  test.each(['https://user-images.githubusercontent.com', 'https://private-user-images.githubusercontent.com'])(
    'an uploaded file that the text links to in storage is requested without a token: %s',
    async (origin) => {
      storage(origin).get('/1/2.png').query({ jwt: 'x' }).reply(200, BYTES)
      expect(await fetched(`${origin}/1/2.png?jwt=x`)).toMatchObject({ ok: true })
    },
  )

  test('an uploaded file with an address of the older form is requested too', async () => {
    tokens()
    github().get('/acme/shop/assets/12/8f1c0f5e-0000-4000-8000-000000000001').reply(200, BYTES)
    expect(await fetched('https://github.com/acme/shop/assets/12/8f1c0f5e-0000-4000-8000-000000000001')).toMatchObject({ ok: true })
  })
})

test.each([
  'https://evil.example/user-attachments/assets/8f1c0f5e-0000-4000-8000-000000000001',
  'https://github.com.evil.example/a.png',
  'https://evilgithubusercontent.com/a.png',
  `http://github.com${UPLOAD}`,
  `https://github.com:8443${UPLOAD}`,
  `https://user:password@github.com${UPLOAD}`,
  'https://github.com/acme/shop/settings',
  'https://github.com/logout?x=/user-attachments/assets/8f1c0f5e-0000-4000-8000-000000000001',
  'https://github.com/user-attachments/assets/../../acme',
  'https://api.github.com/user',
  'https://objects.githubusercontent.com/a',
  `${STORAGE}/1/2`,
  'http://127.0.0.1:4400/a.png',
  'http://169.254.169.254/latest/meta-data/',
  'http://[::1]/a.png',
  'http://10.0.0.1/a.png',
  'file:///etc/passwd',
  'data:image/png;base64,AAAA',
  'nothing',
])('is not requested if its address is not one of GitHub’s: %s', async (url) => {
  expect(await fetched(url)).toEqual({ ok: false, problem: 'foreign' })
})

describe('a redirect', () => {
  test.each([
    'http://127.0.0.1:4400/a.png',
    'http://169.254.169.254/latest/meta-data/',
    'https://evil.example/a.png',
    'http://objects.githubusercontent.com/a.png',
    'https://github-production-user-asset-6210df.s3.amazonaws.com.evil.example/a',
    'https://evil.s3.amazonaws.com/a',
    'https://github.com/login',
    '/login',
    '',
  ])('a redirect to %j is not followed', async (location) => {
    tokens()
    github().get(UPLOAD).reply(302, '', { location })
    expect(await fetched()).toEqual(UNREACHABLE)
  })

  test('a redirect in a circle ends', async () => {
    tokens()
    github().get(UPLOAD).times(5).reply(302, '', { location: UPLOAD })
    expect(await fetched()).toEqual(UNREACHABLE)
  })
})

describe('a file that can’t be read', () => {
  test.each([403, 404, 500])('a file that can’t be read is an answer if GitHub responds with %i', async (status) => {
    tokens()
    github().get(UPLOAD).reply(status, 'no')
    expect(await fetched()).toEqual(UNREACHABLE)
  })

  test('a file that can’t be read is an answer if the connection is lost', async () => {
    tokens()
    github().get(UPLOAD).replyWithError('socket hang up')
    expect(await fetched()).toEqual(UNREACHABLE)
  })

  test.each([{ 'content-length': '1001' }, {}])(
    'a file that can’t be read is an answer if it is too large, by its header or its body: %j',
    async (headers) => {
      tokens()
      github().get(UPLOAD).reply(200, Buffer.alloc(1_001), headers)
      expect(await fetched()).toEqual({ ok: false, problem: 'too-large' })
    },
  )

  test('a file that can’t be read is not one that has exactly the maximum size', async () => {
    tokens()
    github().get(UPLOAD).reply(200, Buffer.alloc(1_000))
    expect(await fetched()).toEqual({ ok: true, bytes: new Uint8Array(1_000) })
  })

  test('a file that can’t be read is a failure if the turn is cancelled', async () => {
    tokens()
    await expect(fetched(URL, 1_000, AbortSignal.abort())).rejects.toMatchObject({ kind: 'cancelled' })
  })
})
