import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { packageOfManager, packageManagerFor, type PackageManager } from '#src/domain/packages/package-managers.ts'
import type { Installed, PackageRequest } from '#src/ports/packages.ts'
import type { PackageStore } from './package-store.ts'

/** A package manager that can be run in an install sandbox. `folder`: its `node_modules` on this machine; `null` for one of our tools. */
export type ManagerProgram = { manager: PackageManager; folder: string | null; program: string }

const MACHINE = { platform: process.platform, arch: process.arch }
const TOOLS = '/opt/ollio/package-managers/node_modules'
const OTHERS = '/opt/ollio/manager'
const manifestSchema = z.object({ dependencies: z.record(z.string(), z.string()) })

type Sources = {
  /** The folder of the installed tools. */
  tools: string
  store: Pick<PackageStore, 'bindsFor'>
  /** Installs a package manager as one installs any package, and keeps it. */
  install: (request: PackageRequest) => Promise<Installed>
  /** How long it will be needed. */
  forMs: number
}

/**
 * The program of the package manager in the version that the repository wants; where the registry doesn't have that, in the one that we
 * would use if it wanted none. Fails as an installation fails.
 */
export async function managerProgram(
  { manager, files, lockfile, labels, repository }: Pick<PackageRequest, 'manager' | 'files' | 'lockfile' | 'labels' | 'repository'>,
  sources: Sources,
): Promise<ManagerProgram | Extract<Installed, { ok: false }>> {
  const found = await inVersion(manager, { labels, repository }, sources)
  if (!('ok' in found) || found.cause !== 'repository') return found
  const usual = packageManagerFor(manager.name, lockfile === null ? '' : (files[lockfile] ?? ''), null)
  return usual.version === manager.version ? found : inVersion(usual, { labels, repository }, sources)
}

async function inVersion(
  manager: PackageManager,
  owner: Pick<PackageRequest, 'labels' | 'repository'>,
  { tools, store, install, forMs }: Sources,
): Promise<ManagerProgram | Extract<Installed, { ok: false }>> {
  const { name, program } = packageOfManager(manager, MACHINE)
  if ((await toolVersions(tools))[name] === manager.version) return { manager, folder: null, program: `${TOOLS}/${program}` }
  const manifest = JSON.stringify({ name: 'package-manager', private: true, dependencies: { [name]: manager.version } })
  const installed = await install({
    ...owner,
    ...{ manager: { name: 'npm', version: (await toolVersions(tools))['npm'] ?? '' }, folder: '', files: { 'package.json': manifest } },
    ...{ lockfile: null, update: false, mayLack: [], scope: null },
  })
  if (!installed.ok) return installed
  if (installed.packages === null) return { ok: false, cause: 'machine', reason: `${manager.name} ${manager.version} could not be stored` }
  const [packages] = await store.bindsFor(installed.packages.id, forMs)
  return { manager, folder: packages?.from ?? null, program: `${OTHERS}/${program}` }
}

async function toolVersions(tools: string): Promise<Record<string, string>> {
  return manifestSchema.parse(JSON.parse(await readFile(join(tools, 'package.json'), 'utf8'))).dependencies
}
