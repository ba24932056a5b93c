import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Compiler, openCompiler } from '../../support/preview/compile-page.ts'

const PATIENCE_MS = 400_000

let compiler: Compiler
beforeAll(async () => {
  compiler = await openCompiler('nextjs')
}, PATIENCE_MS)
afterAll(() => compiler.close())

const PREVIEW = `'use client'
import Link from 'next/link'
import { version } from 'react'

export default function Preview() {
  return <main className="btn bg-brand">React {version} <Link href="/a">A</Link></main>
}
`

test(
  "with the repository's own packages but an outdated Next, the template's Next compiles and Tailwind 3 makes the styles",
  { timeout: PATIENCE_MS },
  async () => {
    const dependencies = { react: '^18.3.1', 'react-dom': '^18.3.1', tailwindcss: '^3.4.17' }
    const { page, built } = await compiler.compileWithPackages(
      {
        'package.json': JSON.stringify({ dependencies, devDependencies: { '@types/react': '^18.3.0' } }),
        'tailwind.config.js': `module.exports = { content: ['./src/**/*.tsx'], theme: { extend: { colors: { brand: '#123456' } } } }\n`,
        'src/app/layout.tsx': `export default function Layout() {}\n`,
        'src/app/globals.css': `@tailwind base;\n@tailwind components;\n@tailwind utilities;\n@layer components {\n  .btn { @apply rounded px-4; }\n}\n`,
        '.ollio/preview.tsx': PREVIEW,
      },
      'src/app/globals.css',
    )
    expect(page).toEqual([0])
    const css = Object.entries(built)
      .flatMap(([path, text]) => (path.endsWith('.css') ? [text] : []))
      .join('')
    for (const part of ['.bg-brand{', '.btn{', 'rgb(18 52 86']) expect(css).toContain(part)
    expect(built['index.html']).toMatch(/React (?:<!-- -->)?19\./)
  },
)

test("a page that was built with another Next than the repository's has a note", { timeout: PATIENCE_MS }, async () => {
  const dependencies = { next: '^15.5.0', react: '^19.0.0', 'react-dom': '^19.0.0' }
  const { page, built } = await compiler.compileWithPackages({
    'package.json': JSON.stringify({ dependencies, devDependencies: { '@types/react': '^19.0.0' } }),
    'app/layout.tsx': `export default function Layout() {}\n`,
    '.ollio/preview.tsx': PREVIEW,
  })
  expect(page).toEqual([0, 'made with Next 16 and React 19, not the repository’s Next 15'])
  expect(built['index.html']).toMatch(/React (?:<!-- -->)?19\./)
})

test('a tsconfig may extend several, each with aliases relative to its own folder', { timeout: PATIENCE_MS }, async () => {
  const { types, page, built } = await compiler.compile({
    'package.json': JSON.stringify({ dependencies: { next: '16' } }),
    'tsconfig.json': JSON.stringify({ extends: ['./config/strict.json', './config/aliases.json'], include: ['app', 'src'] }),
    'config/strict.json': JSON.stringify({
      compilerOptions: { strict: true, module: 'esnext', moduleResolution: 'bundler', lib: ['dom', 'esnext'] },
    }),
    'config/aliases.json': JSON.stringify({ extends: ['./more.json'], compilerOptions: { jsx: 'react-jsx' } }),
    'config/more.json': JSON.stringify({ compilerOptions: { paths: { '@/*': ['../src/*'] } } }),
    'app/layout.tsx': `export default function Layout() {\n  return null\n}\n`,
    'src/leaf.tsx': `export function Leaf() {\n  return <p>A leaf</p>\n}\n`,
    '.ollio/preview.tsx': `import { Leaf } from '@/leaf'\n\nexport default function Preview() {\n  return <Leaf />\n}\n`,
  })
  expect({ types, page }).toEqual({ types: [0], page: [0] })
  expect(built['index.html']).toContain('A leaf')
})

test('a stylesheet without Tailwind is unchanged', { timeout: PATIENCE_MS }, async () => {
  const preview = `export default function Preview() {\n  return <p className="p-4">Hello</p>\n}\n`
  const { page, built } = await compiler.compile(
    {
      'app/globals.css': '.a { color: red }\n.b { background: url(./dot.svg) }\n',
      'app/dot.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
      '.ollio/preview.tsx': preview,
    },
    'app/globals.css',
  )
  expect(page).toEqual([0])
  const css = Object.entries(built)
    .flatMap(([path, text]) => (path.endsWith('.css') ? [text] : []))
    .join('')
  expect(css).toMatch(/^\.a\{color:red\}\.b\{background:url\([^)]*dot[^)]*\.svg\)\}$/m)
})
