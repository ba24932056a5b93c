import { beforeEach, describe, expect, test } from 'vitest'
import { createHmacLinks } from '#src/adapters/links/hmac-links.ts'
import type { CheckReport } from '#src/domain/check-report.ts'
import { projectPages } from '#src/app/pages/project-pages.ts'
import { FakeArtifacts, FakeVersions, PREVIEW, PROJECT, versionPageOf } from './fake-versions.ts'

const links = createHmacLinks({ publicUrl: 'https://ollio.example', secret: 'a-secret-of-the-links' })
const PAGE = links.versionPage(PROJECT, 2)
const PICTURE = links.picture(PROJECT, 2, '375')
const SIGNATURE = new URL(PAGE).search

let versions: FakeVersions
let artifacts: FakeArtifacts
let logged: unknown[]
let app: ReturnType<typeof projectPages>
beforeEach(async () => {
  versions = new FakeVersions()
  artifacts = new FakeArtifacts()
  logged = []
  versions.pages.set(`${PROJECT}/2`, versionPageOf())
  versions.pictures.set(`${PROJECT}/2/375`, { artifact: await artifacts.put(Uint8Array.of(1, 2, 3)), contentType: 'image/png' })
  const note = (fields: object) => void logged.push(fields)
  app = projectPages({ versions, artifacts, links, previewUrl: 'https://previews.example', log: { info: note, warn: note, error: note } })
})

async function page(changes: Parameters<typeof versionPageOf>[0]): Promise<string> {
  versions.pages.set(`${PROJECT}/2`, versionPageOf(changes))
  const response = await app.request(PAGE)
  expect(response.status).toBe(200)
  return response.text()
}

describe('the page of a version', () => {
  test('shows the live page, what was asked and checked, the files and the receipt', async () => {
    const html = await page({})
    for (const part of [
      `<iframe\n            src="https://previews.example/${PREVIEW}/index.html"`,
      'sandbox="allow-scripts allow-forms"',
      'acme/shop · pull request #12',
      'a pricing card',
      'Three tiers.',
      'no errors',
      'src/card.tsx',
      '1200 in, 340 out',
      'model-1',
      `href="/p/${PROJECT}/1?s=`,
      `src="/p/${PROJECT}/2/1280.png?s=`,
      `src="/p/${PROJECT}/2/1280-dark.png?s=`,
      'alt="The page at 1280 pixels, dark"',
      `href="/p/${PROJECT}/2/check.json?s=`,
    ])
      expect(html).toContain(part)
    expect(html).not.toContain('<script')
    expect(html).not.toContain('($')
    expect(await page({ receipt: { ...versionPageOf().receipt, dollars: 0.0421 } })).toContain('340 out ($0.042)')
  })

  test('comes with headers that let it run nothing and be framed by nobody', async () => {
    const { headers } = await app.request(PAGE)
    expect(headers.get('content-security-policy')?.split('; ')).toEqual([
      `default-src 'none'`,
      `style-src 'unsafe-inline'`,
      `img-src 'self'`,
      'frame-src https://previews.example',
      `base-uri 'none'`,
      `form-action 'none'`,
      `frame-ancestors 'none'`,
    ])
    expect(headers.get('content-type')).toMatch(/^text\/html; charset=utf-8$/i)
    expect(Object.fromEntries(headers)).toMatchObject({
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
      'x-robots-tag': 'noindex',
      'cache-control': 'private, no-cache',
    })
  })

  test('escapes whatever people and models wrote', async () => {
    const evil = `</code><script>alert(1)</script><img src=x onerror="alert('1')">"' onload=alert(1) `
    const html = await page({
      projectName: evil,
      repository: evil,
      prompt: evil,
      summary: evil,
      files: [{ path: evil, content: evil }],
      checks: [{ name: evil, outcome: 'failed', detail: evil }],
      receipt: { ...versionPageOf().receipt, model: evil },
    })
    expect(html).not.toContain('<script')
    expect(html).not.toContain('<img src=x')
    expect(html).not.toContain(`"' onload`)
    expect(html.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(8)
  })

  test('of a project without a pull request, pictures or checks stands all the same', async () => {
    expect(await page({ pullRequest: null, pictures: [], checks: [], files: [], versions: [2] })).toContain('acme/shop</p>')
  })
})

test('a picture is served as one, for good, and as nothing else', async () => {
  const response = await app.request(PICTURE)
  expect([response.status, [...new Uint8Array(await response.arrayBuffer())]]).toEqual([200, [1, 2, 3]])
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-security-policy': `default-src 'none'`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=31536000, immutable',
  })
})

test('the whole check is served as JSON that names the commit, to who may see the page', async () => {
  const report: CheckReport = {
    repository: 'acme/shop',
    pullRequest: 12,
    commit: 'c'.repeat(40),
    version: 2,
    publishedAt: '2026-11-24T10:00:00.000Z',
    draft: false,
    checks: [{ name: 'Types', outcome: 'passed', detail: '<script>' }],
    files: { 'src/card.tsx': 'f'.repeat(64) },
    page: {},
    pictures: {},
  }
  versions.reports.set(`${PROJECT}/2`, report)
  const response = await app.request(links.checkReport(PROJECT, 2))
  expect([response.status, await response.json()]).toEqual([200, report])
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'content-security-policy': `default-src 'none'`,
  })
  for (const path of [`/p/${PROJECT}/2/check.json`, links.checkReport(PROJECT, 3), `/p/${PROJECT}/2/check.json?s=${'A'.repeat(22)}`])
    expect((await app.request(path)).status).toBe(404)
})

describe('there is nothing to see, and the answer does not tell why', () => {
  const elsewhere = PROJECT.replace(/1$/, '2')
  test.each<[string, string]>([
    ['without a signature', `/p/${PROJECT}/2`],
    ['with an empty signature', `/p/${PROJECT}/2?s=`],
    ['with another signature', `/p/${PROJECT}/2?s=${'A'.repeat(22)}`],
    ['with a signature that is cut', `/p/${PROJECT}/2${SIGNATURE.slice(0, -1)}`],
    ['with the signature of another version', `/p/${PROJECT}/1${SIGNATURE}`],
    ['with the signature of another project', `/p/${elsewhere}/2${SIGNATURE}`],
    ['of a version that is not published', new URL(links.versionPage(PROJECT, 3)).href],
    ['of a project that isn’t there', new URL(links.versionPage(elsewhere, 2)).href],
    ['of a version that is no number', `/p/${PROJECT}/two${SIGNATURE}`],
    ['of a version with a sign', `/p/${PROJECT}/+2${SIGNATURE}`],
    ['of a version beyond counting', `/p/${PROJECT}/99999999999999999999${SIGNATURE}`],
    ['of a picture without a signature', `/p/${PROJECT}/2/375.png`],
    ['of a picture at another width', links.picture(PROJECT, 2, '768')],
    ['of a picture of another kind', `/p/${PROJECT}/2/375.svg${SIGNATURE}`],
    ['below a picture', `/p/${PROJECT}/2/375.png/x${SIGNATURE}`],
    ['through a parent', `/p/x/../${PROJECT}/2`],
    ['through an encoded parent', `/p/%2e%2e%2fetc%2fpasswd/2${SIGNATURE}`],
    ['behind a broken encoding', '/p/%ff/1'],
    ['behind half an encoding', '/p/%/1?s=%'],
    ['behind a broken encoding of the signature', `/p/${PROJECT}/2?s=%ff%fe`],
    ['with a NUL', `/p/%00/2${SIGNATURE}`],
    ['at the root', '/'],
    ['in the folder itself', '/p/'],
    ['at another path', '/.env'],
  ])('%s', async (_case, path) => {
    const response = await app.request(path)
    const expected = await app.request('/nowhere')
    expect(response.status).toBe(404)
    expect(await response.text()).toBe(await expected.text())
    expect(response.headers.get('content-security-policy')).toContain(`frame-ancestors 'none'`)
  })

  test('by another method', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await app.request(PAGE, { method })).status).toBe(404)
  })
})

describe('trouble of our own', () => {
  test('is said without a word about it, and logged', async () => {
    versions.isDown = true
    const response = await app.request(PAGE)
    const html = await response.text()
    expect([response.status, response.headers.get('x-content-type-options')]).toEqual([503, 'nosniff'])
    expect(html).toContain('Try it again')
    expect(html).not.toContain('hunter2')
    expect(logged).toMatchObject([{ error: { kind: 'database-busy' } }])
  })

  test('does not show to who may not see the page', async () => {
    versions.isDown = true
    expect((await app.request(`/p/${PROJECT}/2`)).status).toBe(404)
  })

  test('with a lost picture is no crash', async () => {
    versions.pictures.set(`${PROJECT}/2/375`, { artifact: 'f'.repeat(64), contentType: 'image/png' })
    expect((await app.request(PICTURE)).status).toBe(503)
    expect(logged).toMatchObject([{ error: { kind: 'artifact-missing' } }])
  })
})
