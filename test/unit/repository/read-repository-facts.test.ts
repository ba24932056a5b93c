import { describe, expect, test } from 'vitest'
import type { RepositoryFacts } from '#src/domain/agent/repository-prompt.ts'
import { factsOf, partOf, promptOf, repositoryOf } from '../../support/activities/fixture-repositories.ts'

const of = async (kind: string, options = {}) => factsOf(await repositoryOf(kind), options)
/** The lines of the repository's part of the prompt. */
const linesOf = (facts: RepositoryFacts) => partOf(facts).split('\n')

test('reads a Vite repository with Tailwind 4: tokens, aliases, components with props, stories and tests', async () => {
  const facts = await of('vite-tailwind-4')
  expect(linesOf(facts)).toEqual(
    expect.arrayContaining([
      'Framework: React with Vite, React 19. Language: TypeScript. Tailwind: 4.',
      'Components live in: src/components',
      'Stylesheet: src/styles/app.css',
      'Import aliases: @/* → src/*',
      'components.json: components is @/components, ui is @/components/ui, utils is @/lib/utils',
      'Code style: single quotes; no semicolons; 2 spaces; named exports; files named in kebab-case; configured in .prettierrc',
      'Example story: src/components/berth-card.stories.tsx',
      'Example test: src/components/berth-card.test.tsx',
      "- src/components/berth-card.tsx: BerthCard { lengthM: number; status?: 'free' | 'taken'; onBook: (berth: string) => void }",
      "- src/components/ui/button.tsx: Button { variant?: 'primary' | 'quiet'; size?: 'medium' | 'icon' } & ComponentProps<'button'>",
      "The team's utilities: focus-ring",
      '--color-brand: oklch(43% 0.098 154)',
      '--color-brand: oklch(79% 0.132 150) (prefers-color-scheme: dark)',
      'One component a file. Money is cents.',
    ]),
  )
  expect(partOf(facts)).not.toContain('--color-old')
  expect(promptOf(facts)).toMatch(/Tailwind CSS 4[^]*Write a story[^]*Write a test/)
})

describe('the order of components', () => {
  const order = async (request: string) => (await of('vite-tailwind-4', { request })).components.map(({ path }) => path)

  test.each([
    ['a list of berths with a way to book one', 'src/components/berth-card.tsx'],
    ['a quiet toolbar', 'src/components/ui/button.tsx'],
    ['something else entirely', 'src/components/ui/button.tsx'],
  ])('the order of components for %j starts with those that share words with it, then primitives', async (request, first) => {
    expect((await order(request))[0]).toBe(first)
  })
})

test("reads Next's app router: aliases through extends, dark tokens, default exports where Next requires them", async () => {
  expect(linesOf(await of('next-app'))).toEqual(
    expect.arrayContaining([
      'Framework: Next, React 19. Language: TypeScript. Tailwind: 4.',
      'Components live in: components',
      'Stylesheet: app/globals.css',
      'Import aliases: ~/* → *, ~ui → components/ui/index.ts',
      'Non-relative imports resolve from: the root',
      "- components/map-card.tsx: MapCard { zoom?: 1 | 2 | 3; title: string } & Omit<React.ComponentProps<'section'>, 'title'>",
      '- components/ui/chip.tsx: Chip { children: React.ReactNode }',
      '--background: #ffffff',
      '--background: #0a0a0a (.dark)',
      '--color-background: var(--background)',
    ]),
  )
})

test("reads Next's pages router: default exports, tabs, double quotes and PascalCase", async () => {
  const facts = await of('next-pages')
  expect(linesOf(facts)).toEqual(
    expect.arrayContaining([
      'Framework: Next, React 18. Language: TypeScript. Tailwind: none.',
      'Stylesheet: styles/globals.css',
      'Code style: double quotes; semicolons; tabs; default exports; files named in PascalCase; configured in .editorconfig',
      '- components/Headline.tsx: Headline (default export) { text: string; level?: 1 | 2 }',
      '- components/ByLine.tsx: ByLine (default export) { author: string }',
    ]),
  )
  expect(promptOf(facts)).toMatch(/default exports as in the repository[^]*has no Tailwind/)
})

test('reads a Tailwind 3 repository: the tokens of its configuration and of its style sheet', async () => {
  expect(linesOf(await of('tailwind-3'))).toEqual(
    expect.arrayContaining([
      'Framework: React with Vite, React 18. Language: TypeScript. Tailwind: 3.',
      'colors.brand.500: #16a34a',
      'colors.apple.DEFAULT: #dc2626',
      'colors.ink: hsl(var(--ink))',
      'fontFamily.sans: Inter',
      'borderRadius.card: 1rem',
      '--ink: 120 20% 10%',
      "- src/components/tree-badge.tsx: TreeBadge { tone?: 'ripe' | 'green'; fruits: number }",
    ]),
  )
})

test('without Tailwind, global custom properties are tokens and those of CSS modules are not', async () => {
  const facts = await of('css-modules')
  expect(linesOf(facts)).toEqual(
    expect.arrayContaining(['--space-1: 4px', '- src/components/Lamp/Lamp.tsx: Lamp { on?: boolean; aria-label: string }']),
  )
  expect(facts.habits).toMatchObject({ fileNames: 'PascalCase', configs: ['biome.json'] })
  expect(partOf(facts)).not.toContain('--private')
  expect(promptOf(facts)).toContain('it has no Tailwind')
})

test("reads JavaScript: components in .js files with propTypes, imports from jsconfig's baseUrl", async () => {
  const facts = await of('javascript')
  expect(linesOf(facts)).toEqual(
    expect.arrayContaining([
      'Framework: React with Vite, React 19. Language: JavaScript. Tailwind: none.',
      'Non-relative imports resolve from: src',
      "- src/components/Vase.jsx: Vase (default export) { glaze: 'matt' | 'shiny'; height?: number }",
      "- src/components/Shelf.js: Shelf (default export) { label?: default 'Shelf'; vases }",
    ]),
  )
  expect(partOf(facts)).not.toContain('Kiln')
  expect(promptOf(facts)).toMatch(/^- JavaScript, function components/m)
})

test('reads a React 18 library without a components folder', async () => {
  const facts = await of('react-18')
  expect(linesOf(facts)).toEqual(
    expect.arrayContaining([
      'Components live in: src',
      '- src/Amount.tsx: Amount { cents: number }',
      '- src/Row.tsx: Row { dense?: boolean }',
    ]),
  )
  expect(promptOf(facts)).toContain('The repository uses React 18')
})

describe('a package of a monorepo', () => {
  test('a package of a monorepo has its own style sheet, components and package.json, and inherits aliases', async () => {
    const facts = await of('monorepo-npm', { packageFolder: 'packages/web' })
    expect(linesOf(facts)).toEqual(
      expect.arrayContaining([
        'Package to work in: packages/web. Only its package.json counts.',
        'Components live in: packages/web/src/components',
        'Stylesheet: packages/web/src/index.css',
        'Import aliases: @acme/* → packages/*/src',
        'Declared packages: @acme/ui, react, tailwindcss, vite',
        '- packages/web/src/components/basket.tsx: Basket { items: string[] }',
        '--color-sea: #036',
      ]),
    )
    expect(partOf(facts)).toMatch(/packages\/web\/AGENTS\.md\):\nThe shop speaks[^]*\(AGENTS\.md\):\nKeep packages apart/)
    expect(partOf(facts)).not.toMatch(/Pill|prettier/)
  })

  test('a package of a monorepo asks for stories only if it has stories itself', async () => {
    expect(promptOf(await of('monorepo-pnpm', { packageFolder: 'apps/dashboard' }))).toContain('Write a story')
    expect(promptOf(await of('monorepo-pnpm'))).not.toContain('Write a story')
  })
})

test('an empty repository is told where the first components go and where primitives are', async () => {
  const facts = await of('empty')
  expect(linesOf(facts)).toEqual(expect.arrayContaining(['Components live in: src/components', '- none', 'Code style: not known yet']))
  expect(promptOf(facts)).toMatch(/no components yet[^]*\/template\/primitives/)
})
