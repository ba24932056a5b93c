import { defineConfig } from 'oxlint'

/** What the files of a folder may import: `values` in full, `types` by `import type` only. Everything else is an error. */
type Allowed = { values: string[]; types?: string[] }

const NEARBY = ['./**', '../**']
const DOMAIN = '#src/domain/**'
const PORTS = '#src/ports/**'
/** Pure or harmless parts of Node; what reaches the world (files, processes, sockets) belongs to adapters. */
const QUIET_NODE = ['node:buffer', 'node:crypto', 'node:path', 'node:stream', 'node:timers/promises', 'node:url', 'node:util', 'node:zlib']

const SETUP_LIBRARIES = ['hono', 'hono/**', '@hono/**', 'eventsource-parser/**', 'yaml', 'zod']

/** The table of DESIGN.md, one line a folder. */
const FOLDERS: Record<string, Allowed> = {
  domain: { values: [DOMAIN, 'zod'] },
  ports: { values: [], types: [DOMAIN, PORTS] },
  workflows: {
    values: [DOMAIN, '#src/workflows/**', '@temporalio/workflow', '@temporalio/common'],
    types: ['#src/activities/**'],
  },
  activities: {
    values: [DOMAIN, '#src/activities/**', '@temporalio/activity', '@temporalio/common', 'zod', ...QUIET_NODE],
    types: [PORTS],
  },
  // A part of the server's front door: what it does before there is anything to serve.
  setup: {
    values: [DOMAIN, '#src/setup/**', '#src/app/pages/**', '#src/config.ts', '#src/settings.ts', ...SETUP_LIBRARIES, 'node:*', 'node:*/**'],
    types: [PORTS],
  },
  // What the operator's front door does.
  operator: { values: [DOMAIN, '#src/operator/**', 'zod', ...QUIET_NODE], types: [PORTS] },
  app: {
    // node:fs: the script that its pages send to browsers lies beside them.
    values: [DOMAIN, '#src/app/**', 'probot', 'hono', 'hono/**', '@hono/**', 'zod', 'node:fs', ...QUIET_NODE],
    types: [PORTS, 'node:http'],
  },
}

/** Each vendor's packages are for its own adapter's folder. */
const VENDORS: Record<string, string[]> = {
  github: ['@octokit/**', 'octokit', 'probot'],
  openai: ['openai', 'openai/**'],
  e2b: ['@e2b/**', 'e2b'],
  bubblewrap: ['playwright-core', 'axe-core'],
  prisma: ['@prisma/**', 'pg'],
  temporal: ['@temporalio/**'],
  files: [],
  oxc: ['oxc-parser'],
  yaml: ['yaml'],
  secretlint: ['@secretlint/**'],
  diff: ['diff'],
  fflate: ['fflate'],
  shiki: ['shiki', 'shiki/**'],
}

const TOP_FOLDERS = ['activities', 'adapters', 'app', 'domain', 'local', 'operator', 'ports', 'setup', 'workflows', 'demo']
const FRONT_DOORS = ['server', 'worker', 'cli', 'demo', 'config', 'settings', 'front-door', 'open-sandboxes']
const OUTSIDE_ENVIRONMENT = { group: ['process', 'node:process'], message: 'Only src/config.ts reads the environment.' }
const CROSSING = {
  regex: `^(\\.\\./)+((${TOP_FOLDERS.join('|')})/|(${FRONT_DOORS.join('|')})\\.ts$)`,
  message: 'Name another folder by #src/…, so that the folder rules see it.',
}

/** What runs knows neither what tests it nor what measures it. */
const BESIDE = {
  regex: '^(?:\\.\\./)+(?:bench|test|scripts)/|^#test/',
  message: 'Tests, benches and scripts are imported by nobody but themselves.',
}

type Pattern = { group?: string[]; regex?: string; message: string; allowTypeImports?: boolean }
const restricted = (...patterns: Pattern[]) => ({
  'no-restricted-imports': ['error', { patterns: [OUTSIDE_ENVIRONMENT, BESIDE, ...patterns] }] as ['error', object],
})
const except = (allowed: string[]) => ['**', ...[...NEARBY, ...allowed].map((pattern) => `!${pattern}`)]
/** Regular expressions, because oxlint lets an import pass that the exceptions of one group name, whatever another group says. */
const typesOnly = (allowed: string[]): Pattern[] =>
  allowed.map((glob) => ({
    regex: glob.endsWith('/**') ? `^${glob.slice(0, -2)}` : `^${glob}$`,
    message: 'Import this as a type.',
    allowTypeImports: true,
  }))
const denied = (folders: string[]) => folders.map((folder) => `#src/${folder}/**`)
const frontDoors = (names = FRONT_DOORS) => [...names.map((name) => `#src/${name}.ts`), ...(names.includes('demo') ? ['#src/demo/**'] : [])]

const folderRules = Object.entries(FOLDERS).map(([folder, { values, types = [] }]) => ({
  files: [`src/${folder}/**`],
  rules: restricted(CROSSING, ...typesOnly(types), { group: except([...values, ...types]), message: `src/${folder} may not import this.` }),
}))

function adapterRules(vendor: string) {
  const foreign = Object.entries(VENDORS).flatMap(([name, packages]) => (name === vendor ? [] : packages))
  const foreignFolders = Object.keys(VENDORS).flatMap((name) => (name === vendor ? [] : [`#src/adapters/${name}/**`, `../${name}/**`]))
  const workflows = vendor === 'temporal' ? [] : ['workflows']
  return restricted(
    CROSSING,
    {
      group: [...denied(['activities', 'app', 'local', 'setup', ...workflows]), ...frontDoors()],
      message: 'Adapters know domain, ports and their vendor.',
    },
    { group: [...foreign, ...foreignFolders], message: 'Each vendor has one adapter.' },
    ...typesOnly([PORTS]),
  )
}

export default defineConfig({
  plugins: ['eslint', 'typescript', 'unicorn', 'oxc', 'import', 'node', 'promise', 'vitest'],
  categories: { correctness: 'error', suspicious: 'error' },
  options: { typeAware: true, denyWarnings: true, reportUnusedDisableDirectives: 'error' },
  ignorePatterns: [
    'src/adapters/prisma/generated/**',
    'src/local/shop/**',
    'src/local/recordings/**',
    'test/fixtures/repositories/**',
    'sandbox-templates/**',
    '.ollio/**',
  ],
  rules: {
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': ['error', { checksVoidReturn: { arguments: false } }],
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/ban-ts-comment': 'error',
    'typescript/consistent-type-imports': 'error',
    'import/no-cycle': 'error',
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
      // What runs inside of a sandbox has Node there and nothing of ours.
      files: ['src/adapters/e2b/inside/**'],
      rules: restricted({ group: ['**', '!node:*', '!node:*/**'], message: 'Inside of a sandbox there is Node alone.' }),
    },
    {
      files: ['src/local/**'],
      rules: restricted(
        CROSSING,
        {
          group: [...denied(['activities', 'adapters', 'app', 'setup', 'workflows']), ...frontDoors()],
          message: 'Stand-ins know domain and ports alone.',
        },
        ...typesOnly([PORTS]),
      ),
    },
    {
      files: ['src/server.ts', 'src/worker.ts', 'src/cli.ts', 'src/open-sandboxes.ts'],
      rules: restricted({
        group: [
          ...denied(['local']),
          ...frontDoors(['server', 'worker', 'cli', 'demo']),
          './local/**',
          './server.ts',
          './worker.ts',
          './cli.ts',
          './demo.ts',
        ],
        message: 'Nobody imports a front door, and stand-ins are for the demo and the tests.',
      }),
    },
    {
      files: ['src/settings.ts'],
      rules: restricted({ group: except(['zod']), message: 'The settings know nothing of the house.' }),
    },
    {
      files: ['src/config.ts'],
      rules: {
        'node/no-process-env': 'off',
        ...restricted({
          group: except([DOMAIN, 'zod', 'node:*']).map((pattern) => (pattern === '!./**' ? '!./settings.ts' : pattern)),
          message: 'The config knows nothing of the house.',
        }),
      },
    },
    { files: ['src/cli.ts', 'src/demo.ts', 'src/demo/**', 'scripts/**'], rules: { 'no-console': 'off' } },
    { files: ['test/**', 'bench/**', 'scripts/**', '*.config.ts'], rules: { 'node/no-process-env': 'off', 'no-console': 'off' } },
    { files: ['bench/**', 'src/demo.ts', 'src/demo/**'], rules: restricted() },
    { files: ['*.config.ts'], rules: { 'import/no-default-export': 'off' } },
  ],
})
