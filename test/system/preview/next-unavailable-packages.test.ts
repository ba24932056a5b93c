import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findingsOf, startChromium } from '#test/support/chromium.ts'
import { type Compiler, openCompiler } from '../../support/preview/compile-page.ts'
import { LACKING, NOTE, TOKENS, WIDGETS } from '../../support/preview/lacking-packages.ts'
import { openPage } from '../../support/preview/open-page.ts'

const PATIENCE_MS = 400_000
const STYLES = 'src/app/globals.css'
const PREVIEW = `import { Chip } from '../src/lacking/chip'\n\nexport default function Preview() {\n  return <main><h1>Chips</h1><Chip label="Quiet" /></main>\n}\n`
const STYLED = `@import "tailwindcss";\n@import "${TOKENS}/theme.css";\nh1 { color: rebeccapurple }\n`
/** Next without one lets a style sheet be imported in any file. */
const MANIFEST = JSON.stringify({ dependencies: { next: '16', react: '19', 'react-dom': '19' } })

let compiler: Compiler
let browser: Browser
beforeAll(async () => {
  ;[compiler, browser] = await Promise.all([openCompiler('nextjs'), startChromium()])
}, PATIENCE_MS)
afterAll(() => Promise.all([compiler.close(), browser.close()]))

test.each([
  ['app', { 'src/app/layout.tsx': 'export default function Layout() {\n  return null\n}\n' }],
  ['pages', { 'src/pages/index.tsx': 'export default function Page() {\n  return null\n}\n' }],
])(
  'with the %s router, stubs stand in for packages that are not available, also in server components',
  { timeout: PATIENCE_MS },
  async (_router, files) => {
    const workspace = { ...LACKING, ...files, 'package.json': MANIFEST, [STYLES]: STYLED, '.ollio/preview.tsx': PREVIEW }
    const { types, page } = await compiler.compile(workspace, STYLES, [TOKENS, WIDGETS])
    expect({ types, page }).toEqual({ types: [0], page: [0] })
    const opened = await openPage(browser, await compiler.pageFiles(), { width: 320 })
    expect(opened.problems).toEqual([])
    const text = await opened.page.locator('body').innerText()
    expect(text.split(/\s*\n\s*/)).toEqual(['Chips', 'Card', 'Quietbold', 'ItemDatePickerBadge', NOTE])
    expect(await findingsOf(opened.page)).toEqual([])
  },
)
