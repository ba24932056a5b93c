import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Compiler, openCompiler } from './compile-page.ts'

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
  'with the repository’s own packages but no Next that builds, the template’s Next compiles, and Tailwind 3 makes the styles',
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

test('a stylesheet without Tailwind stays as it is', { timeout: PATIENCE_MS }, async () => {
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
