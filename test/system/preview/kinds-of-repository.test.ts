import { expect, test } from 'vitest'
import { smallWith, type Workspace } from '../../support/preview/compile-page.ts'
import { kindsOfRepository, packageJson, reactsIn, VITE_TSCONFIG } from '../../support/preview/kinds-of-repository.ts'

const current = kindsOfRepository()

test('builds React 18 with its own types, a shared tsconfig, and tests beside the components', async () => {
  const workspace = smallWith({
    'package.json': packageJson(
      { react: '^18.3.1', 'react-dom': '^18.3.1' },
      {
        devDependencies: {
          '@types/react': '^18.3.0',
          '@types/react-dom': '^18.3.0',
          '@tsconfig/vite-react': '^3.4.0',
          '@types/jest': '^29.5.0',
        },
      },
    ),
    'tsconfig.json': JSON.stringify({ extends: '@tsconfig/vite-react/tsconfig.json', include: ['src'] }),
    'src/input.tsx': `import { forwardRef, useId, type ComponentProps } from 'react'
export const Input = forwardRef<HTMLInputElement, ComponentProps<'input'>>((props, ref) => <input id={useId()} ref={ref} {...props} />)
`,
    'src/input.test.tsx': `import { Input } from './input'\ndescribe('Input', () => {\n  it('is there', () => expect(Input).toBeTruthy())\n})\n`,
    '.ollio/preview.tsx': `import { Input } from '../src/input'\nexport default function Preview() {\n  return <Input aria-label="Ines" />\n}\n`,
  })
  const { js } = await current().built(workspace)
  expect(reactsIn(js)).toEqual(['18'])
  const wrong = { ...workspace, 'src/wrong.tsx': `import { use } from 'react'\nexport const x = use\n` }
  expect((await current().compiler.compileWithPackages(wrong)).types).toEqual([
    1,
    expect.stringMatching(/^src\/wrong\.tsx:1:10: error TS2305: .*'use'/),
  ])
})

test('builds React 17, which has no createRoot', async () => {
  const { js } = await current().built(
    smallWith({ 'package.json': packageJson({ react: '^17.0.2', 'react-dom': '^17.0.2', '@types/react': '^17.0.0' }) }),
  )
  expect(reactsIn(js)).toEqual(['17'])
})

const PLAIN = { react: '^19.0.0', 'react-dom': '^19.0.0', '@types/react': '^19.0.0' }

test('builds without Tailwind: CSS and Sass modules, and a Sass stylesheet', async () => {
  const workspace = smallWith({
    'package.json': packageJson({ ...PLAIN, sass: '^1.80.0' }),
    'src/theme.scss': `$brand: #123456;\nbody { a { color: $brand; } }\n`,
    'src/card.module.css': `.card { padding: 4px }\n`,
    'src/title.module.scss': `$gap: 3px;\n.title { &:hover { margin: $gap } }\n`,
    'src/greeting.tsx': `import card from './card.module.css'
import title from './title.module.scss'
export function Greeting({ name }: { name: string }) {
  return <p className={\`p-4 \${card.card} \${title.title}\`}>{name}</p>
}\n`,
  })
  const { css } = await current().built(workspace, 'src/theme.scss')
  expect(css).toMatch(/\._card_\w+{padding:4px}/)
  expect(css).toMatch(/\._title_\w+:hover{margin:3px}/)
  expect(css).toContain('body a{color:#123456}')
  expect((await current().built(workspace)).css).not.toMatch(/tailwindcss|\.p-4|body a/)
})

test('builds JavaScript with JSX in files of any extension, aliases, and no React types', async () => {
  const { js } = await current().built({
    'package.json': packageJson({ react: '^19.0.0', 'react-dom': '^19.0.0' }),
    'jsconfig.json': JSON.stringify({ compilerOptions: { baseUrl: '.', paths: { '@/*': ['src/*'] } } }),
    'src/name.js': `export const Name = ({ name }) => <b>{name}</b>\n`,
    'src/greeting.jsx': `import { Name } from '@/name'\nexport const Greeting = ({ name }) => <p>Hello <Name name={name} /></p>\n`,
    '.ollio/preview.tsx': `import { Greeting } from '@/greeting'\nexport default function Preview() {\n  return <Greeting name="Ines" />\n}\n`,
  })
  expect(js).toContain('Ines')
  expect(reactsIn(js)).toEqual(['19'])
})

test('builds a library that has React but no react-dom', async () => {
  const { js, notes } = await current().built(smallWith({ 'package.json': packageJson({ react: '^18.3.1', '@types/react': '^18.3.0' }) }))
  expect(reactsIn(js)).toEqual(['19'])
  expect(notes).toEqual(['made with React 19, not the repository’s React 18'])
})

test('builds a package of a monorepo with another React than its neighbor and shared components', async () => {
  const workspace: Workspace = {
    'package.json': JSON.stringify({ name: 'all', private: true, workspaces: ['apps/*', 'packages/*'] }),
    'apps/docs/package.json': packageJson({ react: '^19.0.0', 'react-dom': '^19.0.0' }, { name: 'docs' }),
    'apps/web/package.json': packageJson(
      { ...{ react: '^18.3.1', 'react-dom': '^18.3.1', '@types/react': '^18.3.0', tailwindcss: '^4.0.0' }, '@acme/ui': '*' },
      { name: 'web' },
    ),
    'apps/web/tsconfig.json': JSON.stringify({
      ...VITE_TSCONFIG,
      compilerOptions: { ...VITE_TSCONFIG.compilerOptions, paths: { '@/*': ['./src/*'] } },
    }),
    'apps/web/src/index.css': `@import 'tailwindcss';\n@theme { --color-brand: #123456; }\n`,
    'apps/web/src/greeting.tsx': `import { useId } from 'react'
import { Box } from '@acme/ui'
export function Greeting({ name }: { name: string }) {
  return <Box><p className="bg-brand" id={useId()}>{name}</p></Box>
}\n`,
    'packages/ui/package.json': JSON.stringify({
      name: '@acme/ui',
      private: true,
      main: './box.tsx',
      types: './box.tsx',
      peerDependencies: { react: '>=18' },
    }),
    'packages/ui/box.tsx': `import { useState, type ReactNode } from 'react'
export function Box({ children }: { children: ReactNode }) {
  const [open] = useState(true)
  return <div className="pt-6">{open ? children : null}</div>
}\n`,
    '.ollio/preview.tsx': `import { Greeting } from '@/greeting'\nexport default function Preview() {\n  return <Greeting name="Ines" />\n}\n`,
  }
  const { js, css, notes } = await current().built(workspace, 'src/index.css', 'apps/web')
  expect({ reacts: reactsIn(js), notes }).toEqual({ reacts: ['18'], notes: [] })
  for (const part of ['.bg-brand{', '.pt-6{']) expect(css).toContain(part)
  expect((await current().built(workspace, 'apps/web/src/index.css', 'apps/web')).css).toContain('.bg-brand{')
})
