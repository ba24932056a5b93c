import { expect, test } from 'vitest'
import { smallWith } from '../../support/preview/compile-page.ts'
import { kindsOfRepository, packageJson, VITE_TSCONFIG } from '../../support/preview/kinds-of-repository.ts'

const current = kindsOfRepository()

const TAILWIND_3 = {
  react: '^18.3.1',
  'react-dom': '^18.3.1',
  '@types/react': '^18.3.0',
  tailwindcss: '^3.4.17',
  '@tailwindcss/typography': '^0.5.15',
}
/** Output that only Tailwind 3 generates. */
const OLD_MARK = 'var(--tw-bg-opacity,1)'
const OLD_SHEET = `@tailwind base;\n@tailwind components;\n@tailwind utilities;\n@layer components {\n  .btn { @apply rounded px-4; }\n}\n`
const OLD_PAGE = {
  'src/index.css': OLD_SHEET,
  'src/greeting.tsx': `export function Greeting({ name }: { name: string }) {\n  return <p className="btn prose bg-brand p-4 select-none">Hello {name}</p>\n}\n`,
  'tsconfig.json': JSON.stringify(VITE_TSCONFIG),
}

test('builds Tailwind 3 with its configuration, plugins and PostCSS', async () => {
  const { css } = await current().built(
    smallWith({
      ...OLD_PAGE,
      'package.json': packageJson({ ...TAILWIND_3, autoprefixer: '^10.4.20', postcss: '^8.4.0' }),
      'tailwind.config.js': `module.exports = {
  content: ['./src/**/*.tsx'], theme: { extend: { colors: { brand: '#123456' } } }, plugins: [require('@tailwindcss/typography')],
}\n`,
      'postcss.config.js': `module.exports = { plugins: { tailwindcss: {}, autoprefixer: {} } }\n`,
      'dist/made.js': `"text-lime-300"`,
    }),
    'src/index.css',
  )
  for (const part of [OLD_MARK, '.btn{', '.prose{', '.bg-brand{', '.p-4{', '-webkit-user-select:none']) expect(css).toContain(part)
  expect(css).not.toContain('text-lime-300')
})

test('builds Tailwind 3 with a TypeScript configuration and without a PostCSS configuration', async () => {
  const config = `import type { Config } from 'tailwindcss'
import typography from '@tailwindcss/typography'
export default { content: [], theme: { extend: { colors: { brand: 'rgb(1 2 3)' } } }, plugins: [typography] } satisfies Config\n`
  const workspace = smallWith({
    ...OLD_PAGE,
    'package.json': packageJson(TAILWIND_3, { type: 'module' }),
    'tailwind.config.ts': config,
  })
  const { css } = await current().built(workspace, 'src/index.css')
  for (const part of [OLD_MARK, '.btn{', '.prose{', '.bg-brand{']) expect(css).toContain(part)
  expect((await current().built(workspace)).css).toContain('.p-4{')
})

test('builds Tailwind 4 with a plugin of the repository', async () => {
  const { css } = await current().built(
    smallWith({
      'package.json': packageJson({
        ...{ react: '^19.0.0', 'react-dom': '^19.0.0', '@types/react': '^19.0.0' },
        ...{ tailwindcss: '^4.0.0', '@tailwindcss/typography': '^0.5.15' },
      }),
      'src/app.css': `@import 'tailwindcss';\n@plugin "@tailwindcss/typography";\n@theme { --color-brand: #123456; }\n`,
      'src/greeting.tsx': `export function Greeting({ name }: { name: string }) {\n  return <p className="prose bg-brand">{name}</p>\n}\n`,
      'tsconfig.json': JSON.stringify(VITE_TSCONFIG),
    }),
    'src/app.css',
  )
  for (const part of ['tailwindcss v4', '.prose{', '.bg-brand{']) expect(css).toContain(part)
})
