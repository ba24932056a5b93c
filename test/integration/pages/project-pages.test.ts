import { beforeEach, describe, expect, test } from 'vitest'
import { unzipSync } from 'fflate'
import { computeLineDiff } from '#src/adapters/diff/compute-line-diff.ts'
import { zip } from '#src/adapters/fflate/fflate-zip.ts'
import { createHmacLinks } from '#src/adapters/links/hmac-links.ts'
import { createHighlighter } from '#src/adapters/shiki/shiki-highlighter.ts'
import type { CheckReport } from '#src/domain/checks/check-report.ts'
import { projectPages } from '#src/app/pages/project-pages.ts'
import { FakeRepositories } from '../../support/pages/fake-repositories.ts'
import { FakeArtifacts, FakeVersions, PREVIEW, PROJECT, turnPageOf, versionPageOf } from '../../support/pages/fake-versions.ts'

const links = createHmacLinks({ publicUrl: 'https://ollio.example', secret: 'a-secret-of-the-links' })
const PAGE = links.versionPage(PROJECT, 2)
const PICTURE = links.picture(PROJECT, 2, '375')
const SIGNATURE = new URL(PAGE).search
const highlighter = await createHighlighter()
const below = (path: string, query = ''): string => `/p/${PROJECT}/2${path}${SIGNATURE}${query}`

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
  const urls = { previewUrl: 'https://previews.example', githubUrl: 'https://github.example' }
  app = projectPages({
    ...{
      versions,
      repositories: new FakeRepositories(),
      people: null,
      artifacts,
      links,
      zip,
      lineDiff: computeLineDiff,
      highlighter,
      ...urls,
    },
    log: { info: note, warn: note, error: note },
  })
})

async function page(changes: Parameters<typeof versionPageOf>[0], path = PAGE): Promise<string> {
  versions.pages.set(`${PROJECT}/2`, versionPageOf(changes))
  const response = await app.request(path)
  expect(response.status).toBe(200)
  return response.text()
}

describe('the page of a version', () => {
  test('the page of a version shows the live preview, the prompt, the checks and the receipt', async () => {
    const html = await page({})
    for (const part of [
      `src="https://previews.example/${PREVIEW}/index.html"`,
      'sandbox="allow-scripts allow-forms"',
      '<a href="https://github.example/acme/shop">acme/shop</a>',
      '<a href="https://github.example/acme/shop/pull/12">pull request #12</a>',
      'a pricing card',
      'Three tiers.',
      'no errors',
      '1200 in, 340 out',
      'model-1',
      `href="/p/${PROJECT}/1?s=`,
      `href="/p/${PROJECT}/2/files?s=`,
      `href="/p/${PROJECT}/2/compare/1?s=`,
      `src="/p/${PROJECT}/2/1280.png?s=`,
      `src="/p/${PROJECT}/2/1280-dark.png?s=`,
      'alt="The page at 1280 pixels, dark"',
      `href="/p/${PROJECT}/2/check.json?s=`,
    ])
      expect(html).toContain(part)
    expect(html.match(/<script/g)?.length).toBe(1)
    expect(html).not.toContain('($')
    expect(await page({ receipt: { ...versionPageOf().receipt, dollars: 0.0421 } })).toContain('340 out ($0.042)')
  })

  test.each(['light', 'dark'])('the page of a version shows the live preview in the %s scheme if requested', async (scheme) => {
    expect(await page({}, `${PAGE}&scheme=${scheme}`)).toContain(`src="https://previews.example/${PREVIEW}-${scheme}/index.html"`)
    expect(await page({}, `${PAGE}&scheme=${scheme}x`)).toContain(`src="https://previews.example/${PREVIEW}/index.html"`)
  })

  test('the page of a version names the locations that a check found', async () => {
    const annotations = [{ path: 'src/card.tsx', line: 7, level: 'warning' as const, message: 'a colour typed in by hand' }]
    const html = await page({ checks: [{ name: 'Design system', outcome: 'warning', detail: 'one', annotations }] })
    expect(html).toMatch(/<code>src\/card\.tsx:7<\/code> a colour typed in by hand/)
  })

  test('the page of a version has headers that allow our own script only and forbid framing', async () => {
    const { headers } = await app.request(PAGE)
    expect(headers.get('content-security-policy')?.split('; ')).toEqual([
      `default-src 'none'`,
      `script-src 'self'`,
      `style-src 'unsafe-inline'`,
      `img-src 'self'`,
      `connect-src 'self'`,
      'frame-src https://previews.example',
      `base-uri 'none'`,
      `form-action 'self'`,
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

  test('the page of a version escapes text by users and models on each of its pages', async () => {
    const evil = `</code><script>alert(1)</script><img src=x onerror="alert('1')">"' onload=alert(1) `
    const action = { tool: evil, about: evil, outcome: 'failed' as const, detail: evil }
    const step = { number: 1, thought: evil, model: evil, promptTokens: 1, completionTokens: 1, modelMs: 1, toolCalls: [action] }
    versions.transcripts.set(`${PROJECT}/2`, [step])
    versions.conversations.set(PROJECT, [
      { number: 1, author: evil, prompt: evil, at: new Date(), state: 'PUBLISHED', failure: null, version: 2, summary: evil },
    ])
    const changes = {
      projectName: evil,
      repository: evil,
      prompt: evil,
      summary: evil,
      files: [{ path: `${evil}.tsx`, content: evil, before: { text: `${evil}\n${evil}` } }],
      removed: [evil],
      checks: [
        {
          name: evil,
          outcome: 'failed' as const,
          detail: evil,
          annotations: [{ path: evil, line: 1, level: 'failure' as const, message: evil }],
        },
      ],
      receipt: { ...versionPageOf().receipt, model: evil },
    }
    for (const path of ['', '/files', '/conversation', '/steps', '/compare/2']) {
      const html = await page(changes, below(path, path === '/files' ? '&view=diff' : ''))
      expect(html.match(/<script/g)?.length).toBe(1)
      expect(html).not.toContain('<img src=x')
      expect(html).not.toContain(`"' onload`)
      expect(html).toContain('&lt;')
    }
  })

  test('the page of a version shows its pictures and the reason if the live preview is gone', async () => {
    const html = await page({ live: 'reduced' })
    expect(html).toContain('was removed 30 days after the pull request was closed')
    expect(html).not.toContain('<iframe')
    expect(html.match(/375\.png/g)).toHaveLength(1)
    versions.pages.set(`${PROJECT}/1`, versionPageOf({ version: 1 }))
    expect(await (await app.request(below('/compare/1'))).text()).toContain('at least one of their live previews is no longer available')
  })

  test('the page of a version links to the running turn of its project', async () => {
    versions.turns.set(`${PROJECT}/3`, turnPageOf({ number: 3 }))
    expect(await page({})).toContain(`<a href="/p/${PROJECT}/turns/3?s=`)
  })

  test('the page of a version works without a pull request, pictures or checks', async () => {
    expect(await page({ pullRequest: null, pictures: [], checks: [], files: [], versions: [2] })).toContain(
      'acme/shop/issues/3">issue #3</a></p>',
    )
  })
})

describe('the other pages of a version', () => {
  test('the files page shows the tree and one file with syntax colors', async () => {
    const files = ['src/components/card.tsx', 'src/components/row.tsx', '.ollio/preview.tsx'].map((path) => {
      return { path, content: `export const a = '${path}'\n`, before: null }
    })
    const html = await page({ files, removed: ['src/old.tsx'] }, below('/files', '&file=src/components/row.tsx'))
    expect(html).toContain('<span class="folder">src/components/</span>')
    expect(html).toMatch(/href="[^"]*file=src%2Fcomponents%2Frow\.tsx"\s+aria-current=page/)
    expect(html).toContain('<del>src/old.tsx</del>')
    expect(html).toMatch(/<span style="--code-light:#\w+;--code-dark:#\w+">export<\/span>/)
    expect(html).toContain('new in this version')
    expect((await app.request(below('/files', '&file=src/other.tsx'))).status).toBe(404)
    expect(await page({ files: [] }, below('/files'))).toContain('This version has no text files.')
  })

  test('the files page shows the diff of a file', async () => {
    const artifact = await artifacts.put(new TextEncoder().encode('const a = 1\nconst b = 2\n'))
    const file = { path: 'src/a.ts', content: 'const a = 1\nconst b = 3\n', before: { artifact } }
    const html = await page({ files: [file] }, below('/files', '&view=diff'))
    expect(html).toMatch(/class="row removed"[^]*removed: [^]*2[^]*class="row added"[^]*added: [^]*3/)
    const other = { ...file, before: { text: Array.from({ length: 4_000 }, (_, line) => `was ${line}`).join('\n') } }
    const much = { ...other, content: Array.from({ length: 4_000 }, (_, line) => `is ${line}`).join('\n') }
    expect(await page({ files: [much] }, below('/files', '&view=diff'))).toContain('too large to show as a diff')
  })

  test('the conversation page shows the prompts and their outcomes', async () => {
    const turn = { author: 'maya', prompt: 'a card', at: new Date('2026-11-24T10:00:00Z'), failure: null, version: null, summary: '' }
    versions.conversations.set(PROJECT, [
      { ...turn, number: 1, state: 'PUBLISHED', version: 1, summary: 'Three tiers.' },
      { ...turn, number: 2, state: 'FAILED', failure: 'nothing-builds' },
      { ...turn, number: 3, state: 'RUNNING' },
    ])
    const html = await page({}, below('/conversation'))
    for (const part of ['maya', 'a card', 'Three tiers.', '>Version 1</a>', 'Failed: ', 'Ollio is working on it.'])
      expect(html).toContain(part)
  })

  test('the steps page shows the thoughts and tool calls of the agent', async () => {
    const toolCalls = [{ tool: 'executeCommand', about: 'npm test', outcome: 'failed' as const, detail: 'exit code 1' }]
    versions.transcripts.set(`${PROJECT}/2`, [
      { number: 1, thought: 'I look first.', model: 'model-1', promptTokens: 1_000, completionTokens: 34, modelMs: 1_234, toolCalls },
    ])
    const html = await page({}, below('/steps'))
    for (const part of ['I look first.', 'npm test', 'exit code 1', '1.2 s', '1,034']) expect(html).toContain(part)
    versions.transcripts.clear()
    expect(await page({}, below('/steps'))).toContain('This version was made without the model.')
  })

  test('the compare page shows two versions, the older one first', async () => {
    versions.pages.set(`${PROJECT}/1`, versionPageOf({ version: 1, previewPath: 'f'.repeat(32) }))
    const html = await page({}, below('/compare/1'))
    expect(html).toMatch(new RegExp(`${'f'.repeat(32)}/index.html[^]*${PREVIEW}/index.html`))
    expect((await app.request(below('/compare/9'))).status).toBe(404)
  })

  test.each(['version', 'project'] as const)('the files of the %s can be downloaded as a ZIP', async (which) => {
    versions.downloads.set(`${PROJECT}/2/${which}`, { 'src/ü.tsx': await artifacts.put(Uint8Array.of(1, 2)) })
    const response = await app.request(below(`/${which}.zip`))
    expect(response.headers.get('content-disposition')).toBe(
      `attachment; filename="pricing-card-v2${which === 'project' ? '-project' : ''}.zip"`,
    )
    expect(unzipSync(new Uint8Array(await response.arrayBuffer()))).toEqual({ 'src/ü.tsx': Uint8Array.of(1, 2) })
    expect((await app.request(`/p/${PROJECT}/2/${which}.zip`)).status).toBe(404)
  })

  test.each(['/files', '/conversation', '/steps', '/compare/1', '/version.zip'])('%s requires the signature', async (path) => {
    expect((await app.request(`/p/${PROJECT}/2${path}`)).status).toBe(404)
    expect((await app.request(`/p/${PROJECT}/2${path}?s=${'A'.repeat(22)}`)).status).toBe(404)
  })
})

test('a picture is served with a strict policy and cached forever', async () => {
  const response = await app.request(PICTURE)
  expect([response.status, [...new Uint8Array(await response.arrayBuffer())]]).toEqual([200, [1, 2, 3]])
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/png',
    'content-security-policy': `default-src 'none'`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=31536000, immutable',
  })
})

test('the check report is served as JSON with its commit to those who may see the page', async () => {
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

describe('a page that is not found, without a reason', () => {
  const elsewhere = PROJECT.replace(/1$/, '2')
  test.each<[string, string]>([
    ['without a signature', `/p/${PROJECT}/2`],
    ['with an empty signature', `/p/${PROJECT}/2?s=`],
    ['with another signature', `/p/${PROJECT}/2?s=${'A'.repeat(22)}`],
    ['with a truncated signature', `/p/${PROJECT}/2${SIGNATURE.slice(0, -1)}`],
    ['with the signature of another version', `/p/${PROJECT}/1${SIGNATURE}`],
    ['with the signature of another project', `/p/${elsewhere}/2${SIGNATURE}`],
    ['of an unpublished version', new URL(links.versionPage(PROJECT, 3)).href],
    ['of an unknown project', new URL(links.versionPage(elsewhere, 2)).href],
    ['of a version that is not a number', `/p/${PROJECT}/two${SIGNATURE}`],
    ['of a version with a sign', `/p/${PROJECT}/+2${SIGNATURE}`],
    ['of a version number that is too large', `/p/${PROJECT}/99999999999999999999${SIGNATURE}`],
    ['of a picture without a signature', `/p/${PROJECT}/2/375.png`],
    ['of a picture at another width', links.picture(PROJECT, 2, '768')],
    ['of a picture in another format', `/p/${PROJECT}/2/375.svg${SIGNATURE}`],
    ['below a picture', `/p/${PROJECT}/2/375.png/x${SIGNATURE}`],
    ['through a parent folder', `/p/x/../${PROJECT}/2`],
    ['through an encoded parent folder', `/p/%2e%2e%2fetc%2fpasswd/2${SIGNATURE}`],
    ['with a broken encoding', '/p/%ff/1'],
    ['with half an encoding', '/p/%/1?s=%'],
    ['with a broken encoding in the signature', `/p/${PROJECT}/2?s=%ff%fe`],
    ['with a NUL', `/p/%00/2${SIGNATURE}`],
    ['at the root', '/'],
    ['at the folder itself', '/p/'],
    ['at another path', '/.env'],
  ])('%s', async (_case, path) => {
    const response = await app.request(path)
    const expected = await app.request('/nowhere')
    expect(response.status).toBe(404)
    expect(await response.text()).toBe(await expected.text())
    expect(response.headers.get('content-security-policy')).toContain(`frame-ancestors 'none'`)
  })

  test('a page that is not found, without a reason with another method', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await app.request(PAGE, { method })).status).toBe(404)
  })
})

describe('an internal error', () => {
  test('an internal error is logged and not revealed', async () => {
    versions.isDown = true
    const response = await app.request(PAGE)
    const html = await response.text()
    expect([response.status, response.headers.get('x-content-type-options')]).toEqual([503, 'nosniff'])
    expect(html).toContain('Try again in a minute')
    expect(html).not.toContain('hunter2')
    expect(logged).toMatchObject([{ error: { kind: 'database-busy' } }])
  })

  test('an internal error is not shown to visitors who may not see the page', async () => {
    versions.isDown = true
    expect((await app.request(`/p/${PROJECT}/2`)).status).toBe(404)
  })

  test('an internal error is reported for a missing picture without a crash', async () => {
    versions.pictures.set(`${PROJECT}/2/375`, { artifact: 'f'.repeat(64), contentType: 'image/png' })
    expect((await app.request(PICTURE)).status).toBe(503)
    expect(logged).toMatchObject([{ error: { kind: 'artifact-missing' } }])
  })
})
