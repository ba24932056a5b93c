import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { createBubblewrapSandboxes } from '#src/adapters/sandbox/bubblewrap/bubblewrap-provider.ts'
import type { Installed, InstalledPackages } from '#src/ports/packages.ts'
import type { Sandbox, SandboxProvider } from '#src/ports/sandbox.ts'
import { realPackages, requestOf } from '#test/support/real-packages.ts'
import { reactTemplate } from '#test/support/installed-template.ts'
import { openRegistryDouble, type RegistryDouble } from './registry-double.ts'

type InstallOptions = { update?: boolean; mayLack?: string[]; bounds?: Parameters<typeof realPackages>[0]['bounds'] }

export type PackagesWorld = {
  double: RegistryDouble
  folder: string
  provider: SandboxProvider
  /** Installs the packages of these files, from the double. */
  install: (files: Record<string, string>, options?: InstallOptions) => Promise<Installed>
  /** The packages of an installation that must succeed. */
  modulesFor: (files: Record<string, string>) => Promise<InstalledPackages>
}

/** Sandboxes and installations in a folder of their own, with a registry of their own, for all tests of a file. */
export function packagesWorld(): () => PackagesWorld {
  let value: PackagesWorld | undefined
  beforeAll(async () => {
    const [folder, double, template] = await Promise.all([
      mkdtemp(join(tmpdir(), 'ollio-packages-')),
      openRegistryDouble(),
      reactTemplate(),
    ])
    const places = { sandboxesFolder: join(folder, 'sandboxes'), modulesFolder: join(folder, 'modules') }
    const provider = createBubblewrapSandboxes({
      folder: places.sandboxesFolder,
      modulesFolder: places.modulesFolder,
      templates: () => template,
    })
    const world: PackagesWorld = {
      ...{ double, folder, provider },
      async install(files, { update = false, mayLack, bounds } = {}) {
        const packages = await realPackages({
          ...places,
          registry: async () => double.registry,
          ...(bounds === undefined ? {} : { bounds }),
        })
        return packages.install(requestOf(files, { update, ...(mayLack === undefined ? {} : { mayLack }) }), new AbortController().signal)
      },
      async modulesFor(files) {
        const installed = await world.install(files)
        if (!installed.ok || installed.packages === null) throw new Error(installed.ok ? 'Nothing was installed' : installed.reason)
        return installed.packages
      },
    }
    value = world
  })
  beforeEach(() => {
    if (value === undefined) return
    value.double.asked.length = 0
    value.double.answer = null
  })
  afterAll(async () => {
    await value?.double.close()
    if (value !== undefined) await rm(value.folder, { recursive: true, force: true })
  })
  return () => {
    if (value === undefined) throw new Error('The world was not created')
    return value
  }
}

/** Calls `work` with an agent's sandbox, and destroys it afterwards. */
export async function inWorkSandbox<Result>({ provider }: PackagesWorld, work: (sandbox: Sandbox) => Promise<Result>): Promise<Result> {
  const sandbox = await provider.create('react', { project: 'packages', turn: 'test', purpose: 'work' })
  try {
    return await work(sandbox)
  } finally {
    await sandbox.destroy()
  }
}

export function packageJson(dependencies: Record<string, string>, rest: object = {}): string {
  return JSON.stringify({ name: 'shop', version: '1.0.0', private: true, ...rest, dependencies })
}
