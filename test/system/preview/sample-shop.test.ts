import { afterAll, beforeAll, expect, test } from 'vitest'
import { BASE_PATH, type Compiler, edited, openCompiler, RECORDED, shopWith } from '../../support/preview/compile-page.ts'

const CARD = 'src/components/pricing-card.tsx'
const PREVIEW = '.ollio/preview.tsx'
const STYLES = 'src/index.css'

let compiler: Compiler
beforeAll(async () => {
  compiler = await openCompiler()
})
afterAll(() => compiler.close())

test.each(RECORDED)('the recording %s passes the type check and builds', async (recording) => {
  const { types, page, built, left } = await compiler.compile(await shopWith(recording), STYLES)
  expect({ types, page, left }).toEqual({ types: [0], page: [0], left: [] })
  expect(Object.keys(built).toSorted()).toEqual(['assets/index-*.css', 'assets/index-*.js', 'index.html'])
  const urls = [...(built['index.html'] ?? '').matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url)
  expect(urls).toEqual([
    'data:,',
    expect.stringContaining(`${BASE_PATH}assets/index-`),
    expect.stringContaining(`${BASE_PATH}assets/index-`),
  ])
  expect(built['assets/index-*.css']).toContain('--color-brand')
  expect(built['assets/index-*.js']).toContain('Plant care that fits your space')
})

test('a wrong prop is found by the type check alone, with its location and name', async () => {
  const { types, page } = await compiler.compile(edited(await shopWith('generated'), CARD, '<Price cents=', '<Price amount='), STYLES)
  expect(types[0]).toBe(1)
  expect(types[1]).toMatch(/^src\/components\/pricing-card\.tsx:49:16: error TS2322: .*'\{ amount: number;/)
  expect(types[2]).toMatch(/^ {2}Property 'amount' does not exist/)
  expect(page).toEqual([0])
})

test('a page without its preview fails, and its type check passes', async () => {
  const { types, page, built, left } = await compiler.compile(await shopWith('generated', { [PREVIEW]: null }), STYLES)
  expect({ types, built, left }).toEqual({ types: [0], built: {}, left: [] })
  expect(page).toEqual([1, expect.stringMatching(/^\.ollio\/preview\.tsx: is missing\. /)])
})

test('a preview without a default export is reported', async () => {
  const workspace = edited(await shopWith('generated'), PREVIEW, 'export default function', 'export function')
  expect((await compiler.compile(workspace, STYLES)).page).toEqual([1, '.ollio/preview.tsx: has no default export'])
})

test.each(['./missing', '@/lib/missing', 'no-such-package'])(
  "an import of %j that can't be resolved is reported by both",
  async (source) => {
    const statement = `import { missing } from '${source}'`
    const workspace = edited(await shopWith('generated'), CARD, 'export function', `${statement}\nconsole.log(missing)\nexport function`)
    const { types, page, left } = await compiler.compile(workspace, STYLES)
    const line = (workspace[CARD] ?? '').split('\n').indexOf(statement) + 1
    expect(types).toEqual([1, `${CARD}:${line}:25: error TS2307: Cannot find module '${source}' or its corresponding type declarations.`])
    expect(page).toEqual([
      1,
      `${CARD}:${line}:25: Could not resolve '${source}': no such file, alias or installed package`,
      `    ${statement}`,
    ])
    expect(left).toEqual([])
  },
)

test.each([
  '',
  'other',
  'types extra',
  'page',
  'page .ollio/out',
  'page .ollio/out no-slash',
  'page .ollio/out "/two words/"',
  'page .ollio/out / a.css b.css',
  'page "" /',
])('called with %j it prints its usage', async (words) => {
  expect(await compiler.call(words)).toEqual([
    2,
    '',
    'usage: compile_page.sh page <outDir> <basePath> [stylesheet] | compile_page.sh types | compile_page.sh stubs\n',
  ])
})
