import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Compiler, edited, openCompiler, smallWith, type Workspace } from '../../support/preview/compile-page.ts'

const GREETING = 'src/greeting.tsx'
const PREVIEW = '.ollio/preview.tsx'

let compiler: Compiler
beforeAll(async () => {
  compiler = await openCompiler()
})
afterAll(() => compiler.close())

test('a missing icon is reported by the type check and the build', async () => {
  const statement = `import { NoSuchIcon } from 'lucide-react'`
  const { types, page } = await compiler.compile(
    edited(smallWith(), GREETING, 'export', `${statement}\nexport const icon = <NoSuchIcon />\nexport`),
  )
  expect(types).toEqual([1, `${GREETING}:1:10: error TS2305: Module '"lucide-react"' has no exported member 'NoSuchIcon'.`])
  expect(page).toEqual([
    1,
    expect.stringMatching(/^src\/greeting\.tsx:1:28: "NoSuchIcon" is not exported by "node_modules\/lucide-react\//),
    `    ${statement}`,
  ])
})

test('a syntax error is reported at the same location by both', async () => {
  const { types, page, left } = await compiler.compile(edited(smallWith(), GREETING, '  return', '  const x = ;\n  return'))
  expect(types).toEqual([1, `${GREETING}:2:13: error TS1109: Expression expected.`])
  expect(page).toEqual([1, `${GREETING}:2:13: Unexpected token`, '    const x = ;'])
  expect(left).toEqual([])
})

const PAGE_OF_ALIAS = `import { Greeting } from '@/greeting'\n\nexport default function Preview() {\n  return <Greeting name="Ines" />\n}\n`
const PAGE_OF_OLD_NAMES = `import React from 'react'
import { Greeting } from 'greeting'
import { Two } from 'components/two'

export default function Preview() {
  return (
    <>
      <Greeting name="Ines" />
      <Two />
    </>
  )
}
`

const REFERENCES = `{
  // Only what the parts are.
  "files": [],
  "references": [{ "path": "./tsconfig.node.json" }, { "path": "./tsconfig.app.json" },],
}
`
const APP = `/* What runs in the browser. */
{
  "compilerOptions": {
    "composite": true, "jsx": "react-jsx", "module": "ESNext", "moduleResolution": "bundler", "strict": true,
    "paths": { "@/*": ["./src/*"], }, // the alias
  },
  "include": ["src"],
}
`
const CREATE_REACT_APP = {
  compilerOptions: {
    target: 'es5',
    lib: ['dom', 'dom.iterable', 'esnext'],
    ...{ allowJs: true, skipLibCheck: true, esModuleInterop: true, allowSyntheticDefaultImports: true, strict: true },
    ...{ forceConsistentCasingInFileNames: true, noFallthroughCasesInSwitch: true, module: 'esnext', moduleResolution: 'node' },
    ...{ resolveJsonModule: true, isolatedModules: true, noEmit: true, jsx: 'react-jsx', baseUrl: 'src' },
  },
  include: ['src'],
}
const MODERN = { jsx: 'react-jsx', module: 'ESNext', moduleResolution: 'bundler', strict: true }

const KINDS: Record<string, Workspace> = {
  'no settings': smallWith(),
  'a jsconfig with aliases': smallWith({
    [PREVIEW]: PAGE_OF_ALIAS,
    'jsconfig.json': JSON.stringify({ compilerOptions: { paths: { '@/*': ['./src/*'] } } }),
  }),
  'a jsconfig with a base': smallWith({
    [PREVIEW]: PAGE_OF_ALIAS,
    'jsconfig.json': JSON.stringify({ compilerOptions: { baseUrl: '.', paths: { '@/*': ['src/*'] } } }),
  }),
  'no src folder': {
    'components/hi.tsx': `export function Hi() {\n  return <p>Hello Ines</p>\n}\n`,
    [PREVIEW]: `import { Hi } from '../components/hi'\n\nexport default function Preview() {\n  return <Hi />\n}\n`,
  },
  'a tsconfig that refers to others, with comments and commas at the end': smallWith({
    [PREVIEW]: PAGE_OF_ALIAS,
    'tsconfig.json': REFERENCES,
    'tsconfig.node.json': JSON.stringify({ compilerOptions: { composite: true, module: 'ESNext' }, include: ['vite.config.ts'] }),
    'vite.config.ts': 'export {}\n',
    'tsconfig.app.json': APP,
  }),
  'a tsconfig of Create React App': smallWith({
    [PREVIEW]: PAGE_OF_OLD_NAMES,
    'src/components/two.tsx': `export const Two = () => <p>Two</p>\n`,
    'tsconfig.json': JSON.stringify(CREATE_REACT_APP),
  }),
  'a tsconfig that includes nothing': smallWith({ 'tsconfig.json': JSON.stringify({ compilerOptions: MODERN, include: ['nowhere'] }) }),
}

test.each(Object.entries(KINDS))('a repository with %s is supported', async (_kind, workspace) => {
  const { types, page, built, left } = await compiler.compile(workspace)
  expect({ types, page, left }).toEqual({ types: [0], page: [0], left: [] })
  expect(built['assets/index-*.js']).toContain('Ines')
})

test.each(Object.entries(KINDS))('in a repository with %s a type error in the preview is found', async (_kind, workspace) => {
  const { types } = await compiler.compile({ ...workspace, [PREVIEW]: `${workspace[PREVIEW]}\nexport const wrong: number = 'text'\n` })
  const line = (workspace[PREVIEW] ?? '').split('\n').length + 1
  expect(types).toEqual([1, `${PREVIEW}:${line}:14: error TS2322: Type 'string' is not assignable to type 'number'.`])
})

test.each([
  [
    'is cut off',
    '{ "compilerOptions": { "jsx": "react-jsx"',
    `tsconfig.json:1:42: error TS1005: '}' expected.`,
    /^build: Failed to load tsconfig "tsconfig\.json": .*line 1/,
  ],
  [
    'extends what is not installed',
    '{ "extends": "@tsconfig/none/tsconfig.json", "include": ["src"] }',
    `tsconfig.json:1:14: error TS6053: File '@tsconfig/none/tsconfig.json' not found.`,
    /^build: Tsconfig not found @tsconfig\/none\/tsconfig\.json$/,
  ],
])('a tsconfig that %s is reported before the errors that it causes', async (_what, tsconfig, reason, pageReason) => {
  const { types, page, left } = await compiler.compile(smallWith({ 'tsconfig.json': tsconfig }))
  expect(types.slice(0, 2)).toEqual([1, reason])
  expect(page).toEqual([1, expect.stringMatching(pageReason)])
  expect(left).toEqual([])
})

test('type errors beyond the size of an output are counted, and those before are complete', async () => {
  const wrong = (index: number) => `export const wrong${index}: number = '${'x'.repeat(100)}'\n`
  const many = Array.from({ length: 2_000 }, (_, index) => wrong(index)).join('')
  const { types } = await compiler.compile(smallWith({ 'src/many.ts': many }))
  const [last, ...errors] = types.slice(1).toReversed()
  expect(last).toBe(`… and ${2_000 - errors.length} more lines`)
  expect(errors.length).toBeGreaterThan(400)
  expect(errors.at(-1)).toBe(`src/many.ts:1:14: error TS2322: Type 'string' is not assignable to type 'number'.`)
})

test("the configurations of the repository's own tools are never run", async () => {
  const names = [
    'vite.config.ts',
    'postcss.config.js',
    'postcss.config.cjs',
    'tailwind.config.js',
    'babel.config.js',
    '.babelrc.js',
    'vite.config.js',
    '.postcssrc.js',
  ]
  const hostile = `throw new Error('was run')\n`
  const settings = Object.fromEntries(names.map((name) => [name, hostile]))
  const { types, page, built } = await compiler.compile(
    smallWith({ ...settings, '.postcssrc': '{ "plugins": ["none"] }', '.env': 'VITE_SECRET=x' }),
  )
  expect({ types, page }).toEqual({ types: [0], page: [0] })
  expect(built['assets/index-*.js']).not.toContain('VITE_SECRET')
})
