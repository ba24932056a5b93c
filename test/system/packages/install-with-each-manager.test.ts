import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { installPlan } from '#src/domain/packages/install-plan.ts'
import type { Installed } from '#src/ports/packages.ts'
import { realPackages, requestOf } from '#test/support/real-packages.ts'

const LOCKFILES = join(import.meta.dirname, '../../fixtures/repositories/lockfiles')
/** Each with the lockfile that it wrote, and the version of it that the repository names. */
const MANAGERS: [fixture: string, named: string | null, version: string][] = [
  ['npm', null, '11.21.2'],
  ['npm', 'npm@10.9.0', '10.9.0'],
  ['pnpm-7', null, '7.33.7'],
  ['pnpm-8', null, '8.15.9'],
  ['pnpm-9', 'pnpm@9.15.9', '9.15.9'],
  ['pnpm-9', null, '10.34.8'],
  ['pnpm-11', 'pnpm@11.28.10', '11.28.10'],
  ['pnpm-12', 'pnpm@12.21.0', '12.21.0'],
  ['yarn-1', null, '1.22.22'],
  ['yarn-3', null, '3.8.7'],
  ['yarn-4', 'yarn@4.18.1', '4.18.1'],
  ['bun', 'bun@1.4.5', '1.4.5'],
]

/** A workspace of two apps and a library that the first one needs. */
async function workspace(fixture: string, named: string | null): Promise<Record<string, string>> {
  const [lockfile = ''] = await readdir(join(LOCKFILES, fixture))
  const own = /^(?:npm|yarn-1)$/.test(fixture) ? '*' : 'workspace:*'
  const isPnpm = fixture.startsWith('pnpm')
  const root = { name: 'root', private: true, ...(isPnpm ? {} : { workspaces: ['apps/*', 'packages/*'] }) }
  return {
    'package.json': JSON.stringify({
      ...root,
      devDependencies: { picocolors: '1.1.1' },
      ...(named === null ? {} : { packageManager: named }),
    }),
    ...(isPnpm ? { 'pnpm-workspace.yaml': 'packages:\n  - apps/*\n  - packages/*\n' } : {}),
    // Yarn with a linker of its own, as some teams have it.
    ...(fixture === 'yarn-4' ? { '.yarnrc.yml': 'nodeLinker: pnp\n' } : {}),
    'apps/web/package.json': JSON.stringify({ name: 'web', version: '0.0.0', dependencies: { '@x/ui': own, clsx: '2.1.1' } }),
    'apps/docs/package.json': JSON.stringify({ name: 'docs', version: '0.0.0', dependencies: { zod: '4.1.13' } }),
    'packages/ui/package.json': JSON.stringify({ name: '@x/ui', version: '1.0.0', dependencies: { 'tailwind-merge': '3.4.0' } }),
    [lockfile]: await readFile(join(LOCKFILES, fixture, lockfile), 'utf8'),
  }
}

let folder: string
let install: (files: Record<string, string>, packageFolder: string) => Promise<Installed>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ollio-managers-'))
  const packages = await realPackages({ sandboxesFolder: join(folder, 'sandboxes'), modulesFolder: join(folder, 'modules') })
  install = (files, packageFolder) => packages.install(requestOf(files, { packageFolder }), AbortSignal.timeout(300_000))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test.each(MANAGERS)(
  'the lockfile of %s in a repository that names %s is installed by version %s, for one app and what it needs',
  async (fixture, named, version) => {
    const files = await workspace(fixture, named)
    expect(installPlan(files, 'apps/web')).toMatchObject({ manager: { version }, scope: ['apps/web', 'packages/ui'] })
    const installed = await install(files, 'apps/web')
    expect(installed).toMatchObject({ ok: true, lockfile: null, packages: { unavailable: [] } })
    const kept = join(folder, 'modules', (installed.ok && installed.packages?.id) || '')
    const paths = await readdir(kept, { recursive: true })
    const found = new Set(paths.flatMap((path) => /(?:node_modules|^packages)\/(\w[^/]*)$/.exec(path)?.[1] ?? []))
    expect(['clsx', 'tailwind-merge', 'picocolors'].filter((name) => !found.has(name))).toEqual([])
    // Yarn 3 installs the whole workspace.
    expect(found.has('zod')).toBe(fixture === 'yarn-3')
  },
)
