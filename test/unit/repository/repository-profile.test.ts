import { describe, expect, test } from 'vitest'
import { profileFiles, repositoryProfile } from '#src/domain/repository/repository-profile.ts'
import type { RepositoryProfile } from '#src/domain/repository/repository-profile.ts'

function profile(texts: Record<string, unknown>, paths: string[] = []): RepositoryProfile {
  const written = Object.fromEntries(
    Object.entries(texts).map(([path, content]) => [path, typeof content === 'string' ? content : JSON.stringify(content)]),
  )
  return repositoryProfile({ paths: [...Object.keys(written), ...paths], texts: written })
}

const dependencies = (...names: string[]) => ({ dependencies: Object.fromEntries(names.map((name) => [name, '1.0.0'])) })

test('detects a Vite repository with Tailwind 4', () => {
  const found = profile(
    {
      'package.json': {
        dependencies: { react: '^19.0.0', 'lucide-react': '0.1.0' },
        devDependencies: { vite: '^8.0.0', tailwindcss: '^4.1.0', typescript: '7.0.2' },
      },
      'tsconfig.json': '{\n  // aliases\n  "compilerOptions": { "paths": { "@/*": ["./src/*"], }, },\n}',
      'src/index.css': '@import "tailwindcss";\n',
    },
    ['src/components/card.tsx', 'package-lock.json'],
  )
  expect(found).toEqual({
    packageFolder: '',
    framework: 'React with Vite',
    usesReact: true,
    react: 19,
    language: 'ts',
    componentFolder: 'src/components',
    stylesheet: 'src/index.css',
    aliases: ['@/*'],
    importAliases: [{ name: '@/*', target: 'src/*' }],
    baseUrl: null,
    tailwind: 4,
    packageManager: 'npm',
    declaredPackages: ['lucide-react', 'react', 'tailwindcss', 'typescript', 'vite'],
    storybook: false,
    testsBeside: false,
  })
})

test('an empty repository has an empty profile', () => {
  expect(profile({})).toEqual({
    packageFolder: '',
    framework: 'unknown',
    usesReact: false,
    react: null,
    language: 'js',
    componentFolder: 'src/components',
    stylesheet: null,
    aliases: [],
    importAliases: [],
    baseUrl: null,
    tailwind: null,
    packageManager: 'npm',
    declaredPackages: [],
    storybook: false,
    testsBeside: false,
  })
})

test.each<[string[], RepositoryProfile['framework'], boolean]>([
  [['next', 'react'], 'Next', true],
  [['next'], 'Next', true],
  [['react', 'vite'], 'React with Vite', true],
  [['react'], 'React', true],
  [['vite', 'vue'], 'unknown', false],
  [['react-native'], 'unknown', false],
])('a repository with %j is detected as %s', (names, framework, usesReact) => {
  expect(profile({ 'package.json': dependencies(...names) })).toMatchObject({ framework, usesReact })
})

test.each(['peerDependencies', 'devDependencies'])("React in a library's %s is detected", (where) => {
  expect(profile({ 'package.json': { [where]: { react: '>=18' } } })).toMatchObject({ usesReact: true, declaredPackages: ['react'] })
})

test.each<[unknown, string, 3 | 4 | null]>([
  ['^4.1.0', '', 4],
  ['~3.4.1', '', 3],
  ['2.2.19', '', 3],
  ['npm:tailwindcss@3.4.1', '', 3],
  ['>=3 <5', '', 3],
  ['10.0.0', '', 4],
  ['latest', '', 4],
  ['workspace:*', '@tailwind base;', 3],
  ['catalog:', '@import "tailwindcss" source("../");', 4],
  [{ version: 4 }, '', 4],
  [undefined, `@import 'tailwindcss/theme';`, 4],
  [undefined, '@tailwind base;', null],
  [undefined, 'body {}', null],
])('Tailwind %j with the style sheet %j is detected as %j', (version, css, tailwind) => {
  const manifest = { dependencies: version === undefined ? {} : { tailwindcss: version } }
  expect(profile({ 'package.json': manifest, 'src/index.css': css }).tailwind).toBe(tailwind)
})

test.each<[string[], RepositoryProfile['packageManager']]>([
  [['package-lock.json'], 'npm'],
  [['pnpm-lock.yaml', 'package-lock.json'], 'pnpm'],
  [['yarn.lock'], 'yarn'],
  [['bun.lock'], 'bun'],
  [['bun.lockb'], 'bun'],
  [['packages/a/yarn.lock'], 'npm'],
])('%j is detected as %s', (paths, packageManager) => {
  expect(profile({}, paths)).toMatchObject({ packageManager })
})

test.each<[string[], string]>([
  [['components/card.tsx', 'src/components/card.tsx'], 'src/components'],
  [['components/card.tsx'], 'components'],
  [['app/components/card.tsx', 'app/page.tsx'], 'app/components'],
  [['src/main.tsx'], 'src/components'],
  [['src/components-old/card.tsx'], 'src/components'],
  [['lib/card.tsx'], 'components'],
])('components of %j go to %s', (paths, componentFolder) => {
  expect(profile({}, paths)).toMatchObject({ componentFolder })
})

test.each<[string, Record<string, unknown>, string[], string | null]>([
  [
    'that components.json names',
    { 'components.json': { tailwind: { css: 'src/theme.css' } }, 'src/index.css': '@import "tailwindcss"' },
    ['src/theme.css'],
    'src/theme.css',
  ],
  [
    'with Tailwind, where the named one is missing',
    { 'components.json': { tailwind: { css: 'gone.css' } }, 'src/a.css': '@tailwind base' },
    [],
    'src/a.css',
  ],
  ['with a usual name', { 'src/other.css': 'a {}', 'src/index.css': 'body {}' }, [], 'src/index.css'],
  ['with none of these', { 'src/other.css': 'a {}' }, [], null],
])('the style sheet is the one %s', (_case, texts, paths, sheet) => {
  expect(profile(texts, paths).stylesheet).toBe(sheet)
})

describe('invalid and unusual files count as empty or for what is readable', () => {
  test.each<[string, unknown]>([
    ['no JSON', '{ "dependencies": '],
    ['nothing', ''],
    ['null', 'null'],
    ['a list', '[]'],
    ['dependencies that are none', { dependencies: 'react' }],
    ['a list of dependencies', { dependencies: ['react'] }],
  ])('%s', (_case, manifest) => {
    expect(profile({ 'package.json': manifest, 'tsconfig.json': manifest, 'components.json': manifest })).toMatchObject({
      declaredPackages: [],
      aliases: [],
      stylesheet: null,
    })
  })

  test('one invalid version does not affect the others', () => {
    expect(profile({ 'package.json': { dependencies: { react: '19', odd: 1, worse: null } } }).declaredPackages).toEqual([
      'odd',
      'react',
      'worse',
    ])
  })

  test.each([
    '\uFEFF{ "compilerOptions": { "paths": { "@/*": [] } } }',
    '{ "compilerOptions": { /* "paths": {} */ "paths": { "@/*": ["./src/*"] } } } // end',
    '{ "compilerOptions": { "baseUrl": "http://x//y,]/*", "paths": { "@/*": [ "a", ], }, }, }',
    '{\r\n  "compilerOptions": {\r\n    "paths": { "@/*": [] }, // "#/*": []\r\n  },\r\n}',
  ])('%j has one alias', (text) => {
    expect(profile({ 'tsconfig.json': text }).aliases).toEqual(['@/*'])
  })

  test('aliases of all configurations are merged, each once', () => {
    const config = (...names: string[]) => ({ compilerOptions: { paths: Object.fromEntries(names.map((name) => [name, ['x']])) } })
    expect(
      profile({ 'tsconfig.json': config('@/*'), 'tsconfig.app.json': config('@/*', '~ui'), 'jsconfig.json': config('#/*') }).aliases,
    ).toEqual(['@/*', '~ui', '#/*'])
  })
})

test('profileFiles returns only the files that matter in the package folder', () => {
  const wanted = [
    'package.json',
    'tsconfig.app.json',
    'components.json',
    'app.css',
    'src/index.css',
    'src/app/globals.css',
    'src/styles/theme/dark.css',
  ]
  const unwanted = [
    'tsconfig.node.json',
    'src/pages/b.css',
    'src/styles/card.module.css',
    'node_modules/react/package.json',
    'src/a b.css',
    'package.json.bak',
  ]
  const inside = (paths: string[]) => paths.map((path) => `packages/web/${path}`)
  expect(new Set(profileFiles([...wanted, ...unwanted, ...inside(wanted)], ''))).toEqual(new Set(wanted))
  expect(new Set(profileFiles([...wanted, ...inside(wanted), ...inside(unwanted)], 'packages/web'))).toEqual(new Set(inside(wanted)))
})

test('at most a few style sheets are read, those nearest the root first', () => {
  const many = Array.from({ length: 5_000 }, (_, index) => `src/styles/sheet-${index}.css`)
  const found = profileFiles([...many, 'src/index.css', 'package.json'], '')
  expect(found.length).toBeLessThan(61)
  expect(found.slice(0, 2)).toEqual(['package.json', 'src/index.css'])
})

describe('a package of a monorepo', () => {
  const files = {
    'package.json': dependencies('typescript', 'hoisted'),
    'tsconfig.base.json': { compilerOptions: { paths: { '@ui/*': ['./packages/ui/src/*'], '~/*': ['./packages/web/source/*'] } } },
    'packages/web/package.json': dependencies('react', 'storybook'),
    'packages/web/tsconfig.json': { extends: '../../tsconfig.base.json' },
    'packages/web/source/index.css': '',
  }
  const found = (components: string) =>
    repositoryProfile({
      paths: [
        ...Object.keys(files),
        'packages/web/source/parts/a.tsx',
        'packages/web/source/parts/a.test.tsx',
        'packages/ui/src/parts/b.tsx',
      ],
      texts: Object.fromEntries(
        Object.entries({ ...files, 'packages/web/components.json': { aliases: { components } } }).map(([path, content]) => [
          path,
          JSON.stringify(content),
        ]),
      ),
      folder: 'packages/web',
    })

  test('a package of a monorepo declares what its own package.json does, and inherits aliases', () => {
    expect(found('~/parts')).toMatchObject({
      packageFolder: 'packages/web',
      declaredPackages: ['react', 'storybook'],
      aliases: ['@ui/*', '~/*'],
      componentFolder: 'packages/web/source/parts',
      storybook: true,
      testsBeside: true,
    })
  })

  test('a package of a monorepo has its components in its own folder, whatever its configuration says', () => {
    expect(found('@ui/parts').componentFolder).toBe('packages/web/components')
  })
})

test('with a baseUrl, imports can start with the names in that folder', () => {
  const { aliases, baseUrl } = profile({ 'jsconfig.json': { compilerOptions: { baseUrl: './src' } } }, [
    'src/app.jsx',
    'src/ui/a.jsx',
    'src/.x',
    'lib/b.js',
  ])
  expect({ aliases, baseUrl }).toEqual({ aliases: ['app', 'app/*', 'ui', 'ui/*'], baseUrl: 'src' })
})
