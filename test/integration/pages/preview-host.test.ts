import { gunzipSync } from 'node:zlib'
import { beforeEach, describe, expect, test } from 'vitest'
import { previewHost } from '#src/app/pages/preview-host.ts'
import { previewHeaders } from '#src/domain/preview/preview-headers.ts'
import type { BuildManifest } from '#src/domain/projects/records.ts'
import { FakeArtifacts, FakeVersions, PREVIEW } from '../../support/pages/fake-versions.ts'

const URLS = { publicUrl: 'https://ollio.example', previewUrl: 'https://previews.example' }
const PAGE = '<!doctype html><title>Card</title>'

let versions: FakeVersions
let artifacts: FakeArtifacts
let logged: unknown[]
let app: ReturnType<typeof previewHost>
beforeEach(async () => {
  versions = new FakeVersions()
  const build: BuildManifest = {}
  versions.previews.set(PREVIEW, build)
  artifacts = new FakeArtifacts()
  logged = []
  const put = async (path: string, text: string, contentType: string) => {
    build[path] = { artifact: await artifacts.put(new TextEncoder().encode(text)), contentType }
  }
  await put('index.html', PAGE, 'text/html; charset=utf-8')
  await put('assets/app.js', `console.log(${'1,'.repeat(2_000)}1)`, 'text/javascript; charset=utf-8')
  await put('assets/ü ñ.svg', '<svg/>', 'image/svg+xml')
  const note = (fields: object) => void logged.push(fields)
  app = previewHost({ versions, artifacts, ...URLS, log: { info: note, warn: note, error: note } })
})

describe('a file of a preview', () => {
  test.each<[string, string, string]>([
    [`/${PREVIEW}/index.html`, 'text/html; charset=utf-8', PAGE],
    [`/${PREVIEW}/`, 'text/html; charset=utf-8', PAGE],
    [`/${PREVIEW}/index.html?x=1#y`, 'text/html; charset=utf-8', PAGE],
    [`/${PREVIEW}/assets/%C3%BC%20%C3%B1.svg`, 'image/svg+xml', '<svg/>'],
  ])('%s has the preview’s headers', async (path, contentType, text) => {
    const response = await app.request(path)
    expect([response.status, await response.text()]).toEqual([200, text])
    expect(Object.fromEntries(response.headers)).toMatchObject(previewHeaders({ ...URLS, contentType }))
  })

  test('a file of a preview may be read from its opaque origin, is cached forever and is isolated', async () => {
    const { headers } = await app.request(`/${PREVIEW}/assets/app.js`)
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        'sandbox allow-scripts allow-forms',
        `default-src 'none'`,
        'script-src https://previews.example',
        'connect-src https://previews.example',
        'frame-ancestors https://ollio.example',
      ]),
    )
    expect(policy).not.toMatch(/allow-same-origin|unsafe-eval|'self'/)
  })

  test('a file of a preview is compressed if that helps', async () => {
    const response = await app.request(`/${PREVIEW}/assets/app.js`, { headers: { 'accept-encoding': 'gzip' } })
    expect(response.headers.get('content-encoding')).toBe('gzip')
    expect(gunzipSync(await response.arrayBuffer()).toString()).toContain('console.log(1,')
  })
})

describe('a preview has no file', () => {
  test.each([
    '/',
    `/${PREVIEW}`,
    `/${PREVIEW}/assets`,
    `/${PREVIEW}/assets/`,
    `/${PREVIEW}/none.html`,
    `/${PREVIEW}/../${PREVIEW}x/index.html`,
    `/${PREVIEW}/%2e%2e/index.html/x`,
    `/${PREVIEW}/..%2findex.html`,
    `/${PREVIEW}/index.html%00`,
    `/${PREVIEW}/%ff`,
    `/${PREVIEW}/%`,
    `/${PREVIEW.toUpperCase()}/index.html`,
    `/${'f'.repeat(32)}/index.html`,
    '/%ff/index.html',
    '/p/0190a000-0000-7000-8000-000000000001/1',
  ])('a preview has no file at %s', async (path) => {
    const response = await app.request(path)
    expect([response.status, await response.text()]).toEqual([404, 'This preview has no such file.'])
    expect(response.headers.get('content-security-policy')).toContain('sandbox allow-scripts allow-forms')
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  test('a preview has no file for another method', async () => {
    expect((await app.request(`/${PREVIEW}/index.html`, { method: 'POST' })).status).toBe(404)
  })
})

test('an internal error is logged, not cached, and not revealed', async () => {
  versions.isDown = true
  const response = await app.request(`/${PREVIEW}/index.html`)
  expect([response.status, response.headers.get('cache-control')]).toEqual([503, 'no-store'])
  expect(response.headers.get('content-security-policy')).toContain('sandbox allow-scripts allow-forms')
  expect(await response.text()).not.toContain('hunter2')
  expect(logged).toMatchObject([{ error: { kind: 'database-busy' } }])
})

describe('a preview in a chosen color scheme', () => {
  beforeEach(async () => {
    versions.previews.set(PREVIEW, {
      'index.html': {
        artifact: await artifacts.put(new TextEncoder().encode('<html lang="en">')),
        contentType: 'text/html; charset=utf-8',
      },
      'app.css': {
        artifact: await artifacts.put(new TextEncoder().encode('.dark{}@media (prefers-color-scheme:dark){}')),
        contentType: 'text/css; charset=utf-8',
      },
      'a.png': { artifact: await artifacts.put(Uint8Array.of(0xff, 0)), contentType: 'image/png' },
    })
  })

  test.each([
    ['-dark/', '<html lang="en" class="dark" style="color-scheme: dark">'],
    ['-light/', '<html lang="en" style="color-scheme: light">'],
    ['-dark/app.css', '.dark{}@media (min-width:0px){}'],
    ['-light/app.css', '.dark{}@media (max-width:0px){}'],
    ['/app.css', '.dark{}@media (prefers-color-scheme:dark){}'],
  ])('a preview in a chosen color scheme serves %s as %s', async (path, text) => {
    const response = await app.request(`/${PREVIEW}${path}`)
    expect([response.status, await response.text()]).toEqual([200, text])
    expect(response.headers.get('content-security-policy')).toContain('sandbox allow-scripts')
  })

  test('a preview in a chosen color scheme serves pictures unchanged and supports no other schemes', async () => {
    expect([...new Uint8Array(await (await app.request(`/${PREVIEW}-dark/a.png`)).arrayBuffer())]).toEqual([0xff, 0])
    for (const path of ['-blue/', '-dark-light/', '-/', '-dark/none.css'])
      expect((await app.request(`/${PREVIEW}${path}`)).status).toBe(404)
  })
})
