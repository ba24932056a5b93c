import { afterAll, beforeAll, expect, test } from 'vitest'
import { BASE_PATH, type Compiler, openCompiler } from '../../support/preview/compile-page.ts'
import { appWith, STYLES } from '../../support/preview/next-workspaces.ts'

const PATIENCE_MS = 400_000
const PREVIEW = '.ollio/preview.tsx'
const LIST = 'src/components/list.tsx'
const COUNT = 'src/components/count.tsx'
const FONT = 'src/components/font.ts'

let compiler: Compiler
beforeAll(async () => {
  compiler = await openCompiler('nextjs')
}, PATIENCE_MS)
afterAll(() => compiler.close())

test('compile errors are reported by file and line, each once', { timeout: PATIENCE_MS }, async () => {
  const preview = `import { Count } from '@/components/count'
import { odd } from '@/components/font'
import { List } from '@/components/list'

export function Preview() {
  return <main className={odd.className}><List /><Count /></main>
}
`
  const list = `'use client'
import { NoSuchIcon } from 'lucide-react'
import none from 'no-such-package'
import { missing } from './counter'

export function List() {
  return <p>{none}{missing}<NoSuchIcon /></p>
}
`
  // A server component.
  const count = `import { useState } from 'react'\n\nexport function Count() {\n  return <p>{useState(0)[0]}</p>\n}\n`
  const font = `import { Inter } from 'next/font/google'\n\nexport const odd = Inter({ subsets: ['latin'], weight: '350' })\n`
  const workspace = appWith({ [PREVIEW]: preview, [LIST]: list, [COUNT]: count, [FONT]: font })
  const { types, page, left } = await compiler.compile(workspace, STYLES)
  expect(types).toEqual([
    1,
    expect.stringMatching(/^src\/components\/font\.ts:3:48: error TS2322: Type '"350"' is not assignable to type '"100" \| /),
    `${LIST}:2:10: error TS2305: Module '"lucide-react"' has no exported member 'NoSuchIcon'.`,
    `${LIST}:3:18: error TS2307: Cannot find module 'no-such-package' or its corresponding type declarations.`,
    `${LIST}:4:10: error TS2305: Module '"./counter"' has no exported member 'missing'.`,
  ])
  const found = [
    '.ollio/preview.tsx: has no default export',
    expect.stringMatching(/^src\/components\/count\.tsx:1:10: You're importing a module that depends on `useState` into a React Server/),
    `    import { useState } from 'react'`,
    `${FONT}: Unknown weight 350 for font Inter.`,
    expect.stringMatching(/^src\/components\/list\.tsx:2:28: "NoSuchIcon" is not exported by "node_modules\/lucide-react\//),
    `    import { NoSuchIcon } from 'lucide-react'`,
    `${LIST}:3:18: Could not resolve 'no-such-package': no such file, alias or installed package`,
    `    import none from 'no-such-package'`,
    expect.stringMatching(/^src\/components\/list\.tsx:4:25: "missing" is not exported by "src\/components\/counter\.tsx"/),
    `    import { missing } from './counter'`,
  ]
  expect(page).toHaveLength(found.length + 1)
  for (const line of [1, ...found]) expect(page).toContainEqual(line)
  expect(left).toEqual([])
})

test('code that needs a browser while the page is rendered on the server is reported', { timeout: PATIENCE_MS }, async () => {
  const preview = `import { List } from '@/components/list'\n\nexport default function Preview() {\n  return <List />\n}\n`
  const list = `'use client'\n\nexport function List() {\n  return <p>{window.innerWidth}</p>\n}\n`
  expect((await compiler.compile(appWith({ [PREVIEW]: preview, [LIST]: list }), STYLES)).page).toEqual([
    1,
    `${LIST}:4:14: ReferenceError: window is not defined (while the page was rendered on the server)`,
    '    return <p>{window.innerWidth}</p>',
  ])
})

test('failures that the page did not cause are reported as such', { timeout: PATIENCE_MS }, async () => {
  await compiler.compile(appWith(), STYLES)
  const said = async (limit: string) => {
    const [code, , stderr] = await compiler.call(`page .ollio/out ${BASE_PATH} ${STYLES}`, limit)
    return [code, stderr]
  }
  // Limits: files of ten blocks, two seconds of processor time, too few open files to start a program.
  expect(await said('-f 10')).toEqual([
    1,
    expect.stringMatching(
      /^build: the bundler crashed without naming an error in the code: Failed to write .+: File too large \(os error 27\)\n$/,
    ),
  ])
  expect(await said('-t 2')).toEqual([
    1,
    expect.stringMatching(/^build: Next was stopped by SIG(?:XCPU|KILL); it probably needs more memory or time/),
  ])
  expect(await said('-n 24')).toEqual([1, expect.stringMatching(/^build: Next could not run: .*EMFILE/)])
})
