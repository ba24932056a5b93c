import { defineConfig } from 'oxlint'

/** What the files of a folder may import: `values` in full, `types` by `import type` only. Everything else is an error. */
type Allowed = { values: string[]; types?: string[] }

const NEARBY = ['./**', '../**']
const DOMAIN = '#src/domain/**'
const PORTS = '#src/ports/**'
/** Pure parts of Node. Parts that reach the world (files, processes, sockets) belong to adapters. */
const PURE_NODE = ['node:buffer', 'node:crypto', 'node:path', 'node:stream', 'node:timers/promises', 'node:url', 'node:util', 'node:zlib']

const SETUP_LIBRARIES = ['hono', 'hono/**', '@hono/**', 'eventsource-parser/**', 'yaml', 'zod']

/** One line a folder of `src`. */
const FOLDERS: Record<string, Allowed> = {
  domain: { values: [DOMAIN, 'zod'] },
  ports: { values: [], types: [DOMAIN, PORTS] },
  workflows: {
    values: [DOMAIN, '#src/workflows/**', '@temporalio/workflow', '@temporalio/common'],
    types: ['#src/activities/**'],
  },
  activities: {
    values: [DOMAIN, '#src/activities/**', '@temporalio/activity', '@temporalio/common', 'zod', ...PURE_NODE],
    types: [PORTS],
  },
  // The server's set-up page, which runs before there are settings to serve with.
  setup: {
    values: [DOMAIN, '#src/setup/**', '#src/app/pages/**', '#src/config/**', ...SETUP_LIBRARIES, 'node:*', 'node:*/**'],
    types: [PORTS],
  },
  // The operator's commands.
  cli: { values: [DOMAIN, '#src/cli/**', 'zod', ...PURE_NODE], types: [PORTS] },
  app: {
    // node:fs reads the scripts that the pages send to browsers.
    values: [DOMAIN, '#src/app/**', 'probot', 'hono', 'hono/**', '@hono/**', 'zod', 'node:fs', ...PURE_NODE],
    types: [PORTS, 'node:http'],
  },
}

/** Each vendor's packages belong to the folder of its adapter, below `src/adapters`. */
const VENDORS: Record<string, string[]> = {
  github: ['@octokit/**', 'octokit', 'probot'],
  git: [],
  openai: ['openai', 'openai/**'],
  'sandbox/e2b': ['@e2b/**', 'e2b'],
  'sandbox/bubblewrap': ['playwright-core', 'axe-core'],
  prisma: ['@prisma/**', 'pg'],
  temporal: ['@temporalio/**'],
  files: [],
  machine: [],
  oxc: ['oxc-parser'],
  yaml: ['yaml'],
  secretlint: ['@secretlint/**'],
  diff: ['diff'],
  fflate: ['fflate'],
  shiki: ['shiki', 'shiki/**'],
}

const TOP_FOLDERS = ['activities', 'adapters', 'app', 'cli', 'config', 'domain', 'ports', 'setup', 'workflows']
const ENTRY_POINTS = ['server', 'worker', 'cli', 'demo']
/** Stand-ins for one machine. */
const STAND_INS = ['local-github', 'recorded-model', 'postgres', 'temporal', 'processes']
const OUTSIDE_ENVIRONMENT = { group: ['process', 'node:process'], message: 'Only src/config reads the environment.' }
const CROSSING = {
  regex: `^(\\.\\./)+((${TOP_FOLDERS.join('|')})/|(${ENTRY_POINTS.join('|')})\\.ts$)`,
  message: 'Import another folder by #src/…, so that the folder rules see it.',
}

/** Product code must not depend on tests, benchmarks or scripts. */
const NOT_PRODUCT = {
  regex: '^(?:\\.\\./)+(?:bench|test|scripts)/|^#test/',
  message: 'Only tests, benchmarks and scripts may import tests, benchmarks and scripts.',
}
const NOT_DEV = { regex: '^(?:\\.\\.?/)+dev/|^#dev/', message: 'Stand-ins are for the demo, the benchmarks and the tests.' }

type Pattern = { group?: string[]; regex?: string; message: string; allowTypeImports?: boolean }
const restricted = (...patterns: Pattern[]) => ({
  'no-restricted-imports': ['error', { patterns: [OUTSIDE_ENVIRONMENT, NOT_PRODUCT, ...patterns] }] as ['error', object],
})
const except = (allowed: string[]) => ['**', ...[...NEARBY, ...allowed].map((pattern) => `!${pattern}`)]
/** Regular expressions, because oxlint accepts an import that the exceptions of one group name, whatever another group says. */
const typesOnly = (allowed: string[]): Pattern[] =>
  allowed.map((glob) => ({
    regex: glob.endsWith('/**') ? `^${glob.slice(0, -2)}` : `^${glob}$`,
    message: 'Import this as a type.',
    allowTypeImports: true,
  }))
const denied = (folders: string[]) => folders.map((folder) => `#src/${folder}/**`)
const entryPoints = ENTRY_POINTS.map((name) => `#src/${name}.ts`)

const folderRules = Object.entries(FOLDERS).map(([folder, { values, types = [] }]) => ({
  files: [`src/${folder}/**`],
  rules: restricted(CROSSING, ...typesOnly(types), { group: except([...values, ...types]), message: `src/${folder} may not import this.` }),
}))

function adapterRules(vendor: string) {
  const foreign = Object.entries(VENDORS).flatMap(([name, packages]) => (name === vendor ? [] : packages))
  const foreignFolders = Object.keys(VENDORS).flatMap((name) => {
    // Two folders of `sandbox` reach each other without that name in the path.
    return name === vendor ? [] : [`#src/adapters/${name}/**`, `**/../${name}/**`, `**/../${name.split('/').at(-1)}/**`]
  })
  const workflows = vendor === 'temporal' ? [] : ['workflows']
  return restricted(
    CROSSING,
    NOT_DEV,
    {
      group: [...denied(['activities', 'app', 'cli', 'config', 'setup', ...workflows]), ...entryPoints],
      message: 'Adapters may import the domain, ports and their vendor.',
    },
    { group: [...foreign, ...foreignFolders], message: 'Each vendor has one adapter.' },
    ...typesOnly([PORTS]),
  )
}

export default defineConfig({
  jsPlugins: ['eslint-plugin-regexp', './scripts/lint/hostile-text-plugin.ts'],
  plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import', 'node', 'promise', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error' },
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: 'error' },
  ignorePatterns: [
    'src/adapters/prisma/generated/**',
    'dev/sample-shop/**',
    'dev/recordings/**',
    'test/fixtures/repositories/**',
    'sandbox-templates/**',
    '.ollio/**',
  ],
  rules: {
    // A pattern must not repeat what another part of it matches too, nor start anew at each character: such a reader can be stopped for minutes.
    'regexp/no-super-linear-backtracking': 'error',
    'regexp/no-super-linear-move': 'error',
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/no-explicit-any': 'error',
    // Hostile text is an object to the compiler, which must not become text unread.
    'typescript/restrict-template-expressions': [
      'error',
      { allowAny: true, allowArray: true, allowBoolean: true, allowNever: true, allowNullish: true, allowNumber: true, allowRegExp: true },
    ],
    'typescript/no-non-null-assertion': 'error',
    'typescript/ban-ts-comment': 'error',
    'typescript/consistent-type-imports': 'error',
    'import/no-cycle': ['error', { ignoreTypes: false }],
    'import/no-default-export': 'error',
    'node/no-process-env': 'error',
    'no-console': 'error',
    eqeqeq: ['error', 'always', { null: 'ignore' }],
    // Tried and left: what they find here is meant.
    'typescript/consistent-return': 'off',
    'typescript/no-misused-spread': 'off',
    'typescript/no-unsafe-type-assertion': 'off',
    'import/no-named-as-default-member': 'off',
    'no-underscore-dangle': 'off',
    'no-control-regex': 'off',
    'no-misleading-character-class': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'unicorn/no-useless-spread': 'off',
    'no-var': 'error',
    'vitest/no-focused-tests': 'error',
    'vitest/no-disabled-tests': 'error',
  },
  overrides: [
    ...folderRules,
    { files: ['src/adapters/**'], rules: adapterRules('') },
    ...Object.keys(VENDORS).map((vendor) => ({ files: [`src/adapters/${vendor}/**`], rules: adapterRules(vendor) })),
    {
      // These programs run inside a sandbox, where only Node is available.
      files: ['src/adapters/sandbox/e2b/inside/**'],
      rules: restricted({ group: ['**', '!node:*', '!node:*/**'], message: 'Inside a sandbox only Node is available.' }),
    },
    {
      files: ['src/{server,worker,cli}.ts'],
      rules: restricted(NOT_DEV, {
        group: [...entryPoints, ...ENTRY_POINTS.map((name) => `./${name}.ts`)],
        message: 'Nobody imports an entry point.',
      }),
    },
    {
      files: ['src/config/**'],
      rules: restricted(NOT_DEV, {
        group: denied(['activities', 'app', 'cli', 'setup', 'workflows']),
        message: 'The config may not import this.',
      }),
    },
    {
      files: ['src/config/settings.ts'],
      rules: restricted({ group: except(['zod']), message: 'The settings may import zod only.' }),
    },
    {
      files: ['src/config/{read-settings,config,demo-config,cache-folder}.ts'],
      rules: {
        'node/no-process-env': 'off',
        ...restricted({
          group: [...except([DOMAIN, 'zod', 'node:*']), './sandbox-provider.ts', './run-entry-point.ts'],
          message: 'The config may import the settings and the domain only.',
        }),
      },
    },
    { files: ['src/cli.ts', 'src/demo.ts', 'dev/demo/**', 'scripts/**'], rules: { 'no-console': 'off' } },
    { files: ['test/**', 'bench/**', 'scripts/**', '*.config.ts'], rules: { 'node/no-process-env': 'off', 'no-console': 'off' } },
    { files: ['test/**'], rules: { 'regexp/no-super-linear-backtracking': 'off', 'regexp/no-super-linear-move': 'off' } },
    { files: ['src/**', 'dev/**'], rules: { 'hostile-text/no-cast': 'error' } },
    // The operations that look at no character of a text.
    { files: ['src/domain/shared/hostile-text.ts'], rules: { 'hostile-text/no-cast': 'off' } },
    { files: ['bench/**', 'src/demo.ts', 'dev/**'], rules: restricted() },
    {
      files: STAND_INS.map((name) => `dev/${name}/**`),
      rules: restricted(
        {
          group: [
            ...denied(['activities', 'adapters', 'app', 'cli', 'config', 'setup', 'workflows']),
            ...entryPoints,
            '#dev/demo/**',
            '../demo/**',
          ],
          message: 'Stand-ins may import the domain and ports only.',
        },
        { regex: '^(?:\\.\\./)+src/', message: 'Import the product by #src/…, so that the folder rules see it.' },
        ...typesOnly([PORTS]),
      ),
    },
    { files: ['*.config.ts', 'scripts/lint/**'], rules: { 'import/no-default-export': 'off' } },
  ],
})
