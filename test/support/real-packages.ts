import { freeMachine } from './free-machine.ts'
import { dirname, join } from 'node:path'
import { ensureTemplate } from '#src/adapters/sandbox/bubblewrap/ensure-template.ts'
import { machineRegistry, type Registry } from '#src/adapters/sandbox/bubblewrap/packages/machine-registry.ts'
import { createPackages, type PackageLimits, type PackagesOptions } from '#src/adapters/sandbox/bubblewrap/packages/install-packages.ts'
import { readDemoConfig } from '#src/config/demo-config.ts'
import { addedPackages } from '#src/domain/packages/added-packages.ts'
import { installPlan } from '#src/domain/packages/install-plan.ts'
import { isPackageManifest, packageFiles } from '#src/domain/packages/lockfiles.ts'
import type { PackageRequest, Packages } from '#src/ports/packages.ts'
import { reactTemplate } from './installed-template.ts'

const LABELS = { project: 'packages', turn: 'test' }

/** Where this machine's tests keep what they install from its registry, for the next run. */
export function keptModules(): string {
  return join(readDemoConfig().cacheFolder, 'modules')
}

/** The installed package managers; takes seconds the first time on a machine. */
export function packageManagers(): Promise<string> {
  const { cacheFolder } = readDemoConfig()
  return ensureTemplate({ name: 'package-managers', templatesFolder: join(import.meta.dirname, '../../sandbox-templates'), cacheFolder })
}

const MB = 1024 * 1024
const LIMITS: PackageLimits = { files: 400_000, bytes: 4_096 * MB, storeBytes: 20_480 * MB, installMs: 1_200_000 }

type Places = {
  sandboxesFolder: string
  modulesFolder?: string
  registry?: () => Promise<Registry>
  bounds?: Partial<PackageLimits> & PackagesOptions['bounds']
}

/** Real installations; by default from the registry that this machine is set up for. */
export async function realPackages({ modulesFolder = keptModules(), registry, bounds, ...places }: Places): Promise<Packages> {
  const [template, tools] = await Promise.all([reactTemplate(), packageManagers()])
  return createPackages({
    ...{ ...places, modulesFolder, template, tools, machine: freeMachine, registry: registry ?? (() => machineRegistry(process.env)) },
    ...{ archivesFolder: join(dirname(modulesFolder), 'archives'), limits: { ...LIMITS, ...bounds } },
    ...(bounds === undefined ? {} : { bounds }),
  })
}

/** What a repository with these files asks for. `mayLack`: by default, all packages that it declares. */
export function requestOf(
  files: Record<string, string>,
  { update = false, mayLack, packageFolder = '' }: { update?: boolean; mayLack?: string[]; packageFolder?: string } = {},
): PackageRequest {
  const texts = Object.fromEntries(packageFiles(Object.keys(files)).map((path) => [path, files[path] ?? '']))
  const plan = installPlan(texts, packageFolder)
  if (plan === null) throw new Error('There is no package.json')
  const declared = plan.files.flatMap((path) => (isPackageManifest(path) ? addedPackages(null, texts[path] ?? null) : []))
  return {
    ...{ labels: LABELS, repository: 'terrace/storefront', manager: plan.manager, folder: plan.folder, scope: plan.scope },
    ...{ lockfile: plan.lockfile, update },
    mayLack: mayLack ?? [...new Set(declared.map(({ name }) => name))],
    files: Object.fromEntries(plan.files.map((path) => [path, texts[path] ?? ''])),
  }
}
