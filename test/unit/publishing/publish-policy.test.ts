import { describe, expect, test } from 'vitest'
import { splitChanges, isKept, isPublishable, PREVIEW_SOURCE, MAX_PUBLISHED_FILES } from '#src/domain/publishing/publish-policy.ts'

const ROOT = { folder: '', paths: null }

describe('a pull request may change', () => {
  test.each([
    'src/components/pricing-card.tsx',
    'src/components/PricingCard.jsx',
    'src/lib/format-price.ts',
    'src/lib/format.test.ts',
    'src/index.css',
    'src/styles/card.module.scss',
    'src/icons/logo.svg',
    'src/data/plans.json',
    'client/src/pricing.mdx',
    'globals.css',
    'app/(shop)/[slug]/page.tsx',
    'app/@modal/page.tsx',
    'src/environment.ts',
    'src/building/out-of-stock.tsx',
    'packages/ui/src/card.tsx',
    'package.json',
    'src/hooks/use-cart.ts',
    'src/hooks/usePrePush.ts',
    'src/components/Route.tsx',
    'src/components/proxy.tsx',
    'src/lib/middleware.test.ts',
    'src/features/setup/setup.tsx',
    'src/components/turbo-card.json',
    'src/pages/api-docs.tsx',
  ])('%s', (path) => {
    expect(isPublishable(path, ROOT)).toBe(true)
  })
})

describe('a pull request never changes', () => {
  test.each([
    '.github/workflows/ci.yml',
    '.github/actions/build/index.js',
    'packages/ui/.github/index.ts',
    '.env',
    '.env.local',
    '.npmrc',
    '.husky/pre-commit.js',
    '.storybook/main.ts',
    '.vscode/settings.json',
    'src/.hidden/a.ts',
    'src/.eslintrc.json',
    PREVIEW_SOURCE,
    'package-lock.json',
    'Package-Lock.json',
    'packages/ui/package-lock.json',
    'npm-shrinkwrap.json',
    'yarn.lock',
    'pnpm-lock.yaml',
    'bun.lockb',
    'tsconfig.json',
    'tsconfig.app.json',
    'packages/ui/tsconfig.json',
    'jsconfig.json',
    'components.json',
    'vercel.json',
    'turbo.json',
    'biome.json',
    'vite.config.ts',
    'Tailwind.Config.JS',
    'packages/ui/vitest.config.mts',
    'next.config.mjs',
    'AGENTS.md',
    'packages/ui/CLAUDE.md',
    'Dockerfile',
    'Makefile',
    'CODEOWNERS',
    'packages/ui/package.json',
    'Package.json',
    'src/PACKAGE.json',
    'src/Node_Modules/react/index.js',
    'packages/ui/src/project.json',
    'src/Biome.json',
    'src/turbo.json',
    'src/nx.json',
    'src/vercel.json',
    'src/deno.json',
    'src/deno.jsonc',
    'src/lerna.json',
    'src/wrangler.json',
    'src/netlify.ts',
    'netlify/functions/lib/a.ts',
    'app/api/cart/route.ts',
    'app/cart/Route.JS',
    'app/cart/route.js',
    'app/cart/route.tsx',
    'src/middleware.ts',
    'src/Middleware.ts',
    'src/proxy.jsx',
    'src/proxy.mjs',
    'src/instrumentation.ts',
    'src/instrumentation-client.ts',
    'pages/api/cart.ts',
    'src/Pages/API/cart.tsx',
    'src/__mocks__/axios.ts',
    'src/__Mocks__/fs.js',
    'test/global-setup.ts',
    'tests/globalSetup.mjs',
    'tests/global-teardown.ts',
    'src/setupTests.ts',
    'src/test/setup.ts',
    'src/vitest.setup.ts',
    'husky/lib/pre-commit.js',
    'src/githooks/a.ts',
    'src/hooks/pre-commit.js',
    'src/hooks/commit-msg.ts',
    'server.js',
    'server/index.ts',
    'scripts/deploy.mjs',
    'docs/pricing.md',
    'deploy.sh',
    'index.html',
    'src/worker.py',
    'picture.png',
    'node_modules/react/index.js',
    'packages/ui/node_modules/react/index.js',
    'dist/index.js',
    'build/index.js',
    'coverage/index.ts',
    '',
    'tsx',
    '/src/a.tsx',
    'src//a.tsx',
    '../a.tsx',
    'src/../.github/a.ts',
    'src\\..\\.github\\a.ts',
    'src/a\n.tsx',
    'src/a\u0000.tsx',
    'src/\u202exst.tsx',
    'src/a\u200b.tsx',
    `src/${'a'.repeat(200)}.tsx`,
  ])('%j', (path) => {
    expect(isPublishable(path, ROOT)).toBe(false)
  })
})

describe('where a turn may publish', () => {
  test.each<[string, string | null, string[] | null, boolean]>([
    ['packages/web/src/a.tsx', 'packages/web', null, true],
    ['packages/web/package.json', 'packages/web', null, true],
    ['packages/ui/src/a.tsx', 'packages/web', null, false],
    ['packages/website/src/a.tsx', 'packages/web', null, false],
    ['package.json', 'packages/web', null, false],
    ['src/a.tsx', 'packages/web', null, false],
    ['packages/web/server.ts', 'packages/web', null, false],
    // The team's paths narrow or widen it; protected files always stay out.
    ['src/lib/a.ts', null, ['src/components'], false],
    ['src/components/a.tsx', null, ['src/components'], true],
    ['package.json', null, ['src/components'], true],
    ['server/a.ts', null, ['src', 'server/**'], true],
    ['packages/ui/src/a.tsx', 'packages/web', ['packages/*/src'], true],
    ['packages/ui/package.json', 'packages/web', ['packages'], false],
    ['.github/workflows/ci.yml', null, ['.github', '**'], false],
    ['vite.config.ts', null, ['*'], false],
    ['src/.env', null, ['**'], false],
    ['middleware.ts', null, ['**'], false],
    ['packages/web/Package.json', 'packages/web', ['**'], false],
    ['deploy.sh', null, ['**'], false],
  ])('%s, in package %s with paths %j: %s', (path, folder, paths, may) => {
    expect(isPublishable(path, { folder: folder ?? '', paths })).toBe(may)
  })
})

test('written files are kept between steps, but no generated files and nothing below .ollio except the preview', () => {
  const kept = ['src/a.tsx', '.env', 'vite.config.ts', 'notes.txt', PREVIEW_SOURCE]
  const lost = [
    'node_modules/a.js',
    'packages/ui/node_modules/a.js',
    'dist/a.js',
    '.git/config',
    '.next/a.js',
    '.ollio/other.tsx',
    '.ollio/cache/a',
  ]
  expect([...kept, ...lost].filter(isKept)).toEqual(kept)
})

describe('the changes of a turn', () => {
  test('the changes of a turn are split into published and left out, without the preview', () => {
    const changes = {
      'src/b.tsx': 'hash-b',
      'src/a.tsx': null,
      '.env': 'hash-env',
      'vite.config.ts': 'hash-vite',
      [PREVIEW_SOURCE]: 'hash-preview',
    }
    const { published, leftOut } = splitChanges(changes, ROOT)
    expect(Object.entries(published)).toEqual([
      ['src/a.tsx', null],
      ['src/b.tsx', 'hash-b'],
    ])
    expect(leftOut).toEqual(['.env', 'vite.config.ts'])
  })

  test('the changes of a turn are published up to the limit of files', () => {
    const changes = Object.fromEntries(
      Array.from({ length: MAX_PUBLISHED_FILES + 5 }, (_, index) => [`src/file-${String(index).padStart(3, '0')}.ts`, 'hash']),
    )
    const { published, leftOut } = splitChanges(changes, ROOT)
    expect(Object.keys(published)).toHaveLength(60)
    expect(leftOut).toEqual(Object.keys(changes).slice(60))
  })

  test('the changes of a turn can be empty', () => {
    expect(splitChanges({}, ROOT)).toEqual({ published: {}, leftOut: [] })
  })
})
