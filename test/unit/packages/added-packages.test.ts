import { expect, test } from 'vitest'
import { addedPackages, requiresTheSamePackages, packagesLine } from '#src/domain/packages/added-packages.ts'
import { packageChecks } from '#src/domain/checks/package-checks.ts'

const BEFORE = JSON.stringify({
  name: 'shop',
  dependencies: { react: '^19.0.0' },
  devDependencies: { vite: '^8.0.0' },
  scripts: { a: 'b' },
})
const after = (changes: object) => JSON.stringify({ ...(JSON.parse(BEFORE) as object), ...changes })

test.each([
  ['nothing', BEFORE, BEFORE, []],
  ['another script', BEFORE, after({ scripts: {} }), []],
  [
    'a package',
    BEFORE,
    after({ dependencies: { react: '^19.0.0', zod: '^4.0.0' } }),
    [{ name: 'zod', version: '^4.0.0', section: 'dependencies' }],
  ],
  [
    'another version',
    BEFORE,
    after({ devDependencies: { vite: '^9.0.0' } }),
    [{ name: 'vite', version: '^9.0.0', section: 'devDependencies' }],
  ],
  ['one less', BEFORE, after({ devDependencies: {} }), []],
  [
    'the first ones',
    null,
    BEFORE,
    [
      { name: 'react', version: '^19.0.0', section: 'dependencies' },
      { name: 'vite', version: '^8.0.0', section: 'devDependencies' },
    ],
  ],
  ['what is no package.json', BEFORE, '{"dependencies":', []],
  ['what is no list of packages', BEFORE, '{"dependencies":{"x":{"y":1}},"devDependencies":[1]}', []],
  [
    'a name of every object',
    null,
    '{"dependencies":{"constructor":"1.0.0"}}',
    [{ name: 'constructor', version: '1.0.0', section: 'dependencies' }],
  ],
])('addedPackages returns the difference for %s', (_what, before, now, expected) => {
  expect(addedPackages(before, now)).toEqual(expected)
})

test.each([
  [after({ scripts: {} }), true],
  [after({ devDependencies: {} }), false],
  [after({ overrides: { x: '1' } }), false],
  [after({ pnpm: { overrides: {} } }), false],
  [after({ version: '2' }), true],
  ['{', false],
])('requiresTheSamePackages for %s: %s', (now, expected) => {
  expect(requiresTheSamePackages(BEFORE, now)).toBe(expected)
})

const zod = { name: 'zod', version: '^4.0.0', section: 'dependencies' } as const
const tool = { name: '@acme/tool', version: '1.0.0', section: 'devDependencies' } as const

test.each([
  [[], null, null, null],
  [[zod], 'package-lock.json', null, 'New or changed dependency: `zod@^4.0.0`. `package-lock.json` is updated.'],
  [
    [zod, tool],
    null,
    'bun.lock',
    'New or changed dependencies: `zod@^4.0.0`, `@acme/tool@1.0.0` (`devDependencies`). **`bun.lock` is not updated**: please run the install command of its package manager.',
  ],
  [[zod], null, null, 'New or changed dependency: `zod@^4.0.0`. The repository has no lockfile.'],
])('packagesLine for %j', (added, updated, leftAlone, expected) => {
  expect(packagesLine(added, { updated, leftAlone })).toBe(expected)
})

test('packagesLine cuts a long list and escapes names', () => {
  const added = Array.from({ length: 30 }, (_, index) => ({ ...zod, name: `p${index}` }))
  expect(packagesLine(added, { updated: null, leftAlone: null })).toContain('`p19@^4.0.0` and 10 more')
  expect(packagesLine([{ ...zod, name: 'a`**b**' }], { updated: null, leftAlone: null })).not.toContain('`a`**b**')
})

const FINE = { warning: null, problem: null, added: [], lockfile: null, leftAlone: null, unavailable: [] }
const refused = (reason: string) => ({ cause: 'repository', reason }) as const

test.each([
  ['nothing new', FINE, [], []],
  ['nothing new, and a lockfile that is not supported', { ...FINE, leftAlone: 'bun.lock' }, [], []],
  ['a package', { ...FINE, added: [zod], lockfile: { path: 'yarn.lock' } }, [['passed', 'installed zod@^4.0.0; yarn.lock is updated']], []],
  ['a package without a lockfile', { ...FINE, added: [zod] }, [['passed', 'installed zod@^4.0.0']], []],
  [
    'a package, and a lockfile left alone',
    { ...FINE, added: [zod], leftAlone: 'bun.lock' },
    [['warning', 'installed zod@^4.0.0; bun.lock is not updated']],
    [],
  ],
  [
    'a package that is not there',
    { ...FINE, added: [zod], problem: refused('404\nnot found') },
    [['failed', 'dependencies could not be installed: 404 not found']],
    ['Packages: the dependencies in package.json could not be installed: 404\nnot found'],
  ],
  [
    'private packages',
    { ...FINE, warning: refused('401') },
    [['warning', 'the repository’s packages could not be installed: 401; checked with Ollio’s own packages']],
    [],
  ],
  [
    'both',
    { ...FINE, warning: refused('401'), problem: refused('401') },
    [
      ['failed', expect.any(String)],
      ['warning', expect.any(String)],
    ],
    [expect.stringContaining('do not add new ones')],
  ],
  [
    'a machine that was too busy',
    { ...FINE, added: [zod], problem: { cause: 'machine', reason: 'it took longer than 600 seconds' } as const },
    [['not run', 'dependencies could not be installed: it took longer than 600 seconds']],
    [],
  ],
  [
    'a registry that did not answer',
    { ...FINE, warning: { cause: 'network', reason: 'the package registry answered 503' } as const },
    [['not run', 'the repository’s packages could not be installed: the package registry answered 503; checked with Ollio’s own packages']],
    [],
  ],
  [
    'an unavailable package',
    { ...FINE, unavailable: [{ name: '@acme/ui', status: 404 }] },
    [['warning', '@acme/ui can’t be installed here (the registry answered 404), so a stub stands in for it in checks and preview']],
    [],
  ],
  [
    'several unavailable packages',
    { ...FINE, unavailable: [404, 401, 404].map((status, index) => ({ name: `@acme/${index}`, status })) },
    [
      [
        'warning',
        '@acme/0, @acme/1, and @acme/2 can’t be installed here (the registry answered 404 and 401), so stubs stand in for them in checks and preview',
      ],
    ],
    [],
  ],
])('packageChecks for %s', (_what, provided, lines, problems) => {
  const checks = packageChecks(provided)
  expect(checks.lines.map(({ outcome, detail }) => [outcome, detail])).toEqual(lines)
  expect(checks.problems).toEqual(problems)
})
