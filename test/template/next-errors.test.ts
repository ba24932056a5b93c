import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Compiler, openCompiler } from './compile-page.ts'
import { appWith, STYLES } from './next-workspaces.ts'

const PATIENCE_MS = 400_000
const PREVIEW = '.ollio/preview.tsx'
const LIST = 'src/components/list.tsx'

let compiler: Compiler
beforeAll(async () => {
  compiler = await openCompiler('nextjs')
}, PATIENCE_MS)
afterAll(() => compiler.close())

/** A preview of one component. */
const preview = `import { List } from '@/components/list'\n\nexport default function Preview() {\n  return <List />\n}\n`

test('what can not be compiled is told by file and line, each once', { timeout: PATIENCE_MS }, async () => {
  const list = `import { NoSuchIcon } from 'lucide-react'
import none from 'no-such-package'
import { missing } from './counter'

export function List() {
  return <p>{none}{missing}<NoSuchIcon /></p>
}
`
  const { types, page, left } = await compiler.compile(appWith({ [PREVIEW]: preview, [LIST]: list }), STYLES)
  expect(types).toEqual([
    1,
    `${LIST}:1:10: error TS2305: Module '"lucide-react"' has no exported member 'NoSuchIcon'.`,
    `${LIST}:2:18: error TS2307: Cannot find module 'no-such-package' or its corresponding type declarations.`,
    `${LIST}:3:10: error TS2305: Module '"./counter"' has no exported member 'missing'.`,
  ])
  const found = [
    expect.stringMatching(/^src\/components\/list\.tsx:1:28: "NoSuchIcon" is not exported by "node_modules\/lucide-react\//),
    `    import { NoSuchIcon } from 'lucide-react'`,
    `${LIST}:2:18: Could not resolve 'no-such-package': no such file, alias or installed package`,
    `    import none from 'no-such-package'`,
    expect.stringMatching(/^src\/components\/list\.tsx:3:25: "missing" is not exported by "src\/components\/counter\.tsx"/),
    `    import { missing } from './counter'`,
  ]
  expect(page).toHaveLength(found.length + 1)
  for (const line of [1, ...found]) expect(page).toContainEqual(line)
  expect(left).toEqual([])
})

test.each([
  [
    'no default export',
    { [PREVIEW]: 'export function Preview() {\n  return <p>Hello</p>\n}\n' },
    ['.ollio/preview.tsx: has no default export'],
  ],
  [
    'code that needs a browser while the page is rendered on the server',
    { [PREVIEW]: preview, [LIST]: `'use client'\n\nexport function List() {\n  return <p>{window.innerWidth}</p>\n}\n` },
    [
      `${LIST}:4:14: ReferenceError: window is not defined (while the page was rendered on the server)`,
      '    return <p>{window.innerWidth}</p>',
    ],
  ],
  [
    'a hook in a component of the server',
    { [PREVIEW]: preview, [LIST]: `import { useState } from 'react'\n\nexport function List() {\n  return <p>{useState(0)[0]}</p>\n}\n` },
    [
      expect.stringMatching(/^src\/components\/list\.tsx:1:10: You're importing a module that depends on `useState` into a React Server/),
      `    import { useState } from 'react'`,
    ],
  ],
])('a page with %s is told so', { timeout: PATIENCE_MS }, async (_what, changes, lines) => {
  expect((await compiler.compile(appWith(changes), STYLES)).page).toEqual([1, ...lines])
})
