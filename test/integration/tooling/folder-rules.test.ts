import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'

/** Deliberate violations: file, source, and the rule that must report it. */
const IMPORTS = 'eslint(no-restricted-imports)'
const VIOLATIONS: [name: string, file: string, source: string, rule?: string][] = [
  ['domain imports Node', 'src/domain/a.ts', "export { join } from 'node:path'"],
  ['domain imports a port', 'src/domain/b.ts', "export { thing } from '#src/ports/thing.ts'"],
  ['domain imports a port as a type', 'src/domain/c.ts', "export type { Thing } from '#src/ports/thing.ts'"],
  ['ports import a value of domain', 'src/ports/a.ts', "export { thing } from '#src/domain/thing.ts'"],
  ['ports import a vendor', 'src/ports/b.ts', "export type { OpenAI } from 'openai'"],
  ['workflows import Node', 'src/workflows/a.ts', "export { randomUUID } from 'node:crypto'"],
  ['workflows import an activity', 'src/workflows/b.ts', "export { thing } from '#src/activities/thing.ts'"],
  ['workflows import an activity by a relative path', 'src/workflows/c.ts', "export { thing } from '../activities/thing.ts'"],
  ['workflows import the client', 'src/workflows/d.ts', "export { Client } from '@temporalio/client'"],
  ['workflows import an adapter', 'src/workflows/e.ts', "export { thing } from '#src/adapters/files/thing.ts'"],
  ['activities import a value of a port', 'src/activities/a.ts', "export { thing } from '#src/ports/thing.ts'"],
  ['activities import a vendor', 'src/activities/b.ts', "export { OpenAI } from 'openai'"],
  ['activities import the file system', 'src/activities/c.ts', "export { readFile } from 'node:fs/promises'"],
  ['activities import a workflow', 'src/activities/d.ts', "export { thing } from '#src/workflows/thing.ts'"],
  ['activities import an adapter lazily', 'src/activities/e.ts', "export const thing = await import('#src/adapters/files/thing.ts')"],
  ['app imports an adapter', 'src/app/a.ts', "export { thing } from '#src/adapters/files/thing.ts'"],
  ['app imports the database', 'src/app/b.ts', "export { Pool } from 'pg'"],
  ['app imports a workflow', 'src/app/c.ts', "export { thing } from '#src/workflows/thing.ts'"],
  ['app imports the setup', 'src/app/f.ts', "export { thing } from '#src/setup/thing.ts'"],
  ['the operator’s commands import an adapter', 'src/cli/a.ts', "export { thing } from '#src/adapters/files/thing.ts'"],
  ['the operator’s commands import the file system', 'src/cli/b.ts', "export { readFile } from 'node:fs/promises'"],
  ['the setup imports an adapter', 'src/setup/a.ts', "export { thing } from '#src/adapters/files/thing.ts'"],
  ['the setup imports a stand-in', 'src/setup/b.ts', "export { thing } from '#dev/local-github/thing.ts'"],
  ['the setup imports an entry point', 'src/setup/c.ts', "export { thing } from '../server.ts'"],
  ['the setup imports the webhooks', 'src/setup/d.ts', "export { thing } from '#src/app/webhooks/webhook-app.ts'"],
  ['the setup imports a value of a port', 'src/setup/e.ts', "export { thing } from '#src/ports/thing.ts'"],
  ['an adapter imports the setup', 'src/adapters/files/d.ts', "export { thing } from '#src/setup/thing.ts'"],
  ['a stand-in imports the setup', 'dev/postgres/f.ts', "export { thing } from '#src/setup/thing.ts'"],
  ['an adapter imports an activity', 'src/adapters/files/a.ts', "export { thing } from '#src/activities/thing.ts'"],
  ['an adapter imports another vendor', 'src/adapters/github/a.ts', "export { OpenAI } from 'openai'"],
  ['an adapter without a vendor imports one', 'src/adapters/files/b.ts', "export { Pool } from 'pg'"],
  ['an adapter imports another adapter', 'src/adapters/github/b.ts', "export { thing } from '../prisma/thing.ts'"],
  ['an adapter imports a workflow', 'src/adapters/prisma/a.ts', "export { thing } from '#src/workflows/signals.ts'"],
  ['an adapter imports a stand-in', 'src/adapters/github/c.ts', "export { thing } from '#dev/local-github/thing.ts'"],
  ['code inside a sandbox imports code of ours', 'src/adapters/sandbox/e2b/inside/a.ts', "export { thing } from '#src/domain/thing.ts'"],
  ['code inside a sandbox imports a neighbor', 'src/adapters/sandbox/e2b/inside/b.ts', "export { thing } from '../thing.ts'"],
  ['a stand-in imports an adapter', 'dev/local-github/a.ts', "export { thing } from '#src/adapters/files/thing.ts'"],
  ['a stand-in imports an activity', 'dev/local-github/b.ts', "export { thing } from '#src/activities/thing.ts'"],
  ['a folder imports the config', 'src/app/d.ts', "export { readServerConfig } from '#src/config/config.ts'"],
  ['a sandbox provider imports another one', 'src/adapters/sandbox/e2b/x.ts', "export { thing } from '../bubblewrap/thing.ts'"],
  ['an adapter imports the config', 'src/adapters/files/c.ts', "export { readServerConfig } from '#src/config/config.ts'"],
  ['a stand-in imports the config by a relative path', 'dev/temporal/c.ts', "export { readServerConfig } from '#src/config/config.ts'"],
  ['an entry point imports a stand-in', 'src/server.ts', "export { thing } from '#dev/local-github/thing.ts'"],
  ['an entry point imports an entry point', 'src/worker.ts', "export { thing } from './server.ts'"],
  ['the config imports other code', 'src/config/config.ts', "export { thing } from '#src/adapters/files/thing.ts'"],
  ['the environment is imported', 'dev/processes/d.ts', "export { env } from 'node:process'"],
  [
    'the environment is read outside the config',
    'dev/recorded-model/e.ts',
    "export const home = process.env['HOME']",
    'node(no-process-env)',
  ],
  ['the demo imports test code', 'dev/demo/a.ts', "export { thing } from '#test/support/thing.ts'"],
  ['activities import a bench', 'src/activities/g.ts', "export { thing } from '../../bench/thing.ts'"],
  ['a bench imports test code', 'bench/a.ts', "export { thing } from '#test/support/thing.ts'"],
  ['a bench imports test code by a relative path', 'bench/eval/b.ts', "export { thing } from '../../test/support/thing.ts'"],
  ['a library writes to the console', 'src/app/e.ts', "console.log('hello')\nexport {}", 'eslint(no-console)'],
  ['a promise floats', 'src/domain/d.ts', 'export async function work() {}\nwork()', 'typescript(no-floating-promises)'],
  [
    'a switch misses a case',
    'src/domain/e.ts',
    "export function name(kind: 'a' | 'b'): string {\n  switch (kind) {\n    case 'a':\n      return 'A'\n  }\n  return 'none'\n}",
    'typescript(switch-exhaustiveness-check)',
  ],
  [
    'hostile text is cast to a string',
    'src/domain/h.ts',
    "import { hostileText } from './shared/hostile-text.ts'\nexport const text = hostileText('a') as unknown as string",
    'hostile-text(no-cast)',
  ],
  [
    'anything is cast to a string',
    'src/domain/i.ts',
    'export function text(answer: unknown): string {\n  return answer as string\n}',
    'hostile-text(no-cast)',
  ],
  [
    'hostile text is cast to what fits everywhere',
    'dev/demo/b.ts',
    "import { hostileText } from '#src/domain/shared/hostile-text.ts'\nconst hostile = hostileText('a')\nexport const text: string = hostile as never",
    'hostile-text(no-cast)',
  ],
  [
    'hostile text is cast in a list',
    'src/domain/j.ts',
    "import { hostileText } from './shared/hostile-text.ts'\nexport const texts = [hostileText('a')] as unknown as string[]",
    'hostile-text(no-cast)',
  ],
  [
    'hostile text becomes part of a template',
    'src/domain/k.ts',
    "import { hostileText } from './shared/hostile-text.ts'\nexport const text = `a ${hostileText('a')}`",
    'typescript(restrict-template-expressions)',
  ],
  [
    'hostile text is made a string',
    'src/domain/l.ts',
    "import { hostileText } from './shared/hostile-text.ts'\nexport const text = String(hostileText('a'))",
    'typescript(no-base-to-string)',
  ],
  ['files import each other', 'src/domain/f.ts', "export { g } from './g.ts'\nexport const f = 1", 'import(no-cycle)'],
]

const ALLOWED: [name: string, file: string, source: string][] = [
  [
    'a bench imports the demo and stand-ins',
    'bench/ok.ts',
    "export { g } from '#dev/local-github/ok.ts'\nexport { h } from './eval/ok.ts'",
  ],
  ['a bench has parts', 'bench/eval/ok.ts', 'export const h = 1'],
  ['the other half of a cycle', 'src/domain/g.ts', "import { f } from './f.ts'\nexport const g = f"],
  ['hostile text is sent as bytes', 'src/domain/m.ts', "export { bytesOfText } from './shared/hostile-text.ts'"],
  ['domain imports zod and domain', 'src/domain/ok.ts', "export { z } from 'zod'\nexport { h } from '#src/domain/nested/h.ts'"],
  ['domain climbs within itself', 'src/domain/nested/h.ts', "export { g as h } from '../g.ts'"],
  ['ports import a type of domain', 'src/ports/ok.ts', "export type { A } from '#src/domain/ok.ts'"],
  ['workflows import an activity as a type', 'src/workflows/ok.ts', "export type { A } from '#src/activities/ok.ts'"],
  ['activities import a port as a type', 'src/activities/ok.ts', "import type { A } from '#src/ports/ok.ts'\nexport type B = A"],
  ['an adapter imports its vendor', 'src/adapters/openai/ok.ts', "export { OpenAI } from 'openai'"],
  ['code inside a sandbox imports Node', 'src/adapters/sandbox/e2b/inside/ok.ts', "export { readFileSync } from 'node:fs'"],
  [
    'the setup imports pages, files and the config',
    'src/setup/ok.ts',
    "export { layout } from '#src/app/pages/page-layout.ts'\nexport { readFile } from 'node:fs/promises'\nexport { home } from '#src/config/config.ts'",
  ],
  ['the temporal adapter imports a message', 'src/adapters/temporal/ok.ts', "export { g } from '#src/workflows/signals.ts'"],
  [
    'an entry point imports an adapter and the config',
    'src/cli.ts',
    "export { OpenAI } from '#src/adapters/openai/ok.ts'\nexport { home } from './config/config.ts'",
  ],
  [
    'the demo imports everything',
    'src/demo.ts',
    "export { g } from '#dev/local-github/ok.ts'\nexport { home } from './config/config.ts'\nconsole.log(1)",
  ],
]

const reportSchema = z.object({ diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })) })

const COPIED = [
  ...['oxlint.config.ts', 'tsconfig.json', 'package.json', 'scripts/lint/hostile-text-plugin.ts'],
  ...['src/domain/shared/hostile-text.ts', 'src/domain/shared/reader-names.ts'],
]

let folder: string
let found: z.infer<typeof reportSchema>['diagnostics']

/** One run over a small copy of the repository that holds all of these files. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ollio-rules-'))
  for (const file of COPIED) await cp(file, join(folder, file))
  await symlink(join(process.cwd(), 'node_modules'), join(folder, 'node_modules'))
  for (const [, file, source] of [...VIOLATIONS, ...ALLOWED]) {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await writeFile(join(folder, file), `${source}\n`)
  }
  const oxlint = join(process.cwd(), 'node_modules/oxlint/bin/oxlint')
  const { stdout } = await promisify(execFile)(process.execPath, [oxlint, '--format=json', 'src', 'dev', 'bench'], {
    cwd: folder,
    maxBuffer: 8 << 20,
  }).catch((error: { stdout: string }) => error)
  found = reportSchema.parse(JSON.parse(stdout)).diagnostics
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test.each(VIOLATIONS)('the linter reports that %s', (_name, file, _source, rule = IMPORTS) => {
  expect(found).toContainEqual(expect.objectContaining({ filename: file, code: rule }))
})

test.each(ALLOWED)('the linter allows that %s', (_name, file) => {
  expect(found.filter(({ filename, code }) => filename === file && code !== 'import(no-cycle)')).toEqual([])
})

test('every folder is covered by the rules', async () => {
  const { stdout } = await promisify(execFile)('git', ['ls-files', '--cached', '--others', '--exclude-standard', 'src', 'dev'])
  const known =
    /^src\/(?:activities|adapters|app|cli|config|domain|ports|setup|workflows)\/|^src\/(?:server|worker|cli|demo)\.ts$|^dev\/(?:(?:demo|local-github|postgres|processes|recorded-model|recordings|sample-shop|temporal)\/|[\w-]+\.ts$)/
  expect(stdout.split('\n').filter((path) => path !== '' && !known.test(path))).toEqual([])
})
