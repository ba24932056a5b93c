import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findingsOf, startChromium } from '#test/support/chromium.ts'
import { type Compiler, edited, openCompiler, shopWith, smallWith } from '../../support/preview/compile-page.ts'
import { LACKING, NOTE, TOKENS, WIDGETS } from '../../support/preview/lacking-packages.ts'
import { openPage } from '../../support/preview/open-page.ts'

const STYLES = 'src/index.css'
const UNAVAILABLE = [TOKENS, WIDGETS]

let compiler: Compiler
let browser: Browser
beforeAll(async () => {
  ;[compiler, browser] = await Promise.all([openCompiler(), startChromium()])
})
afterAll(() => Promise.all([compiler.close(), browser.close()]))

test('with stubs for packages that are not available, the types pass and the page shows its content, their names and a note', async () => {
  const preview = `import { Chip } from '../src/lacking/chip'\nimport { Greeting } from '../src/greeting'\n\nexport default function Preview() {\n  return <main><h1>Chips</h1><Chip label="Quiet" /><Greeting name="Ines" /></main>\n}\n`
  const sheet = `@import "tailwindcss";\n@import "${TOKENS}/theme.css";\n@import "${WIDGETS}";\nh1 { color: rebeccapurple }\n`
  const workspace = smallWith({ ...LACKING, [STYLES]: sheet, '.ollio/preview.tsx': preview })
  const { types, page, left, built } = await compiler.compile(workspace, STYLES, UNAVAILABLE)
  expect({ types, page, left }).toEqual({ types: [0], page: [0], left: [] })
  expect(built['assets/index-*.css']).toContain('h1{color:#639}')
  const opened = await openPage(browser, await compiler.pageFiles(), { width: 320 })
  expect(opened.problems).toEqual([])
  const text = await opened.page.locator('#root').innerText()
  expect(text.split(/\s*\n\s*/)).toEqual(['Chips', 'Card', 'Quietbold', 'ItemDatePickerBadge', 'Hello Ines', NOTE])
  expect(await opened.page.evaluate('document.documentElement.scrollWidth')).toBe(320)
  expect(await findingsOf(opened.page)).toEqual([])
})

test('a tsconfig that extends one of a package that is not available has usual settings, and stubs are no missing types', async () => {
  const tsconfig = JSON.stringify({
    extends: `${WIDGETS}/tsconfig.base.json`,
    compilerOptions: { types: [TOKENS], paths: { '@/*': ['./src/*'] } },
    include: ['src'],
  })
  const preview = `import { Chip } from '@/lacking/chip'\n\nexport default function Preview() {\n  return <Chip label="Quiet" />\n}\n`
  const { types, page } = await compiler.compile(
    smallWith({ ...LACKING, 'tsconfig.json': tsconfig, '.ollio/preview.tsx': preview }),
    null,
    UNAVAILABLE,
  )
  expect({ types, page }).toEqual({ types: [0], page: [0] })
})

test('in the sample shop, other mistakes are still found', async () => {
  const chip = { 'src/components/ui/chip.tsx': `import { tones } from '${TOKENS}'\n\nexport const quiet: string = tones.quiet\n` }
  const shop = edited(await shopWith('generated', chip), 'src/components/pricing-card.tsx', '<Price cents=', '<Price amount=')
  const { types } = await compiler.compile(shop, STYLES, UNAVAILABLE)
  expect(types[0]).toBe(1)
  expect(types[1]).toMatch(/^src\/components\/pricing-card\.tsx:49:16: error TS2322/)
  const missing = await compiler.compile(await shopWith('generated', chip), STYLES)
  expect(missing.types[1]).toMatch(new RegExp(`TS2307: Cannot find module '${TOKENS}'`))
})
