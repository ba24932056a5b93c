import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCompiler, type Compiler } from '#test/support/preview/compile-page.ts'

let compiler: Compiler
beforeAll(async () => {
  compiler = await openCompiler()
})
afterAll(() => compiler.close())

const PREVIEW = 'export default function Preview() { return null }\n'
const WRONG = 'export const answer: number = "not a number"\n'
const BASE = { jsx: 'react-jsx', skipLibCheck: true, module: 'esnext', moduleResolution: 'bundler', strict: true }
const ERROR = "src/a.ts:1:14: error TS2322: Type 'string' is not assignable to type 'number'."

async function typesWith(options: object, files: Record<string, string> = {}, rest: object = {}) {
  const { types } = await compiler.compile({
    'package.json': '{"name":"x","dependencies":{"react":"19"}}',
    'tsconfig.json': JSON.stringify({ compilerOptions: { ...BASE, ...options }, include: ['src'], ...rest }),
    'src/a.ts': WRONG,
    '.ollio/preview.tsx': PREVIEW,
    ...files,
  })
  return types
}

test.each<[string, object]>([
  ['files that are written', { declaration: true, declarationMap: true, declarationDir: './types', rootDir: './src', outDir: './dist' }],
  ['declarations by themselves', { composite: true, isolatedDeclarations: true, tsBuildInfoFile: './x.tsbuildinfo' }],
  ['maps', { sourceMap: true, inlineSources: true, mapRoot: 'x', sourceRoot: 'y' }],
  ['options that were removed', { importsNotUsedAsValues: 'error', preserveValueImports: true, keyofStringsOnly: true, charset: 'utf8' }],
  ['options that contradict each other', { reactNamespace: 'h', jsxFactory: 'h', allowImportingTsExtensions: true }],
  ['a custom condition without a bundler', { moduleResolution: 'node', customConditions: ['dev'], resolvePackageJsonExports: true }],
])('a type error is found beside options about %s', async (_what, options) => {
  expect(await typesWith(options)).toContain(ERROR)
})

test.each<[string, object, object]>([
  ['a target that the compiler does not know', { target: 'no such target' }, {}],
  ['a tsconfig that extends nothing', {}, { extends: './nowhere.json' }],
  ['a tsconfig that is none', {}, { files: 7 }],
])('with %s, types are checked all the same, and the setting is named', async (_what, options, rest) => {
  const types = (await typesWith(options, {}, rest)).join('\n')
  expect(types).toContain(ERROR)
  expect(types).toMatch(/error TS(?:6046|5083|5024): /)
})

test('the planted error is not shown, and correct files have none', async () => {
  expect(await typesWith({ declaration: true, declarationMap: true }, { 'src/a.ts': 'export const answer: number = 42\n' })).toEqual([0])
})

test('a style sheet that is imported for its effect needs no types, a missing module does', async () => {
  const files = { 'src/a.ts': "import './index.css'\nimport './missing'\n", 'src/index.css': '' }
  const types = await typesWith({}, files)
  expect(types.join('\n')).not.toContain('index.css')
  expect(types.join('\n')).toContain('./missing')
})

test('a preview of JavaScript components has no errors of their missing types', async () => {
  const { types } = await compiler.compile({
    'package.json': '{"name":"x","dependencies":{"react":"19"}}',
    'src/Card.jsx': 'export default function Card({ title, note }) { return <p>{title} {note}</p> }\n',
    '.ollio/preview.tsx': 'import Card from \'../src/Card.jsx\'\nexport default function Preview() { return <Card title="x" /> }\n',
    'tsconfig.json': null,
  })
  expect(types).toEqual([0])
})
