import { memoize } from '#src/domain/shared/memoize.ts'
import type { Machine } from '#src/ports/machine.ts'
import type { UnavailablePackage } from '#src/domain/packages/package-trouble.ts'
import type { Installed, PackageRequest, Packages } from '#src/ports/packages.ts'
import { findControlGroups } from '../control-groups.ts'
import { isCoveredByTemplate } from './template-coverage.ts'
import { withInstallSandbox } from './install-sandbox.ts'
import { installedFrom, installRound, toRound } from './install-round.ts'
import { installationIds, type InstallationIds } from './installation-ids.ts'
import type { Registry } from './machine-registry.ts'
import { openPackageStore } from './package-store.ts'
import type { GateLimits } from './registry-gate.ts'
import type { CollectionLimits } from './collect-packages.ts'

export type PackagesOptions = {
  /** The folder of this machine's sandboxes. */
  sandboxesFolder: string
  /** The folder of stored installations. */
  modulesFolder: string
  /** The installed package managers, from `ensureTemplate`. */
  tools: string
  /** The installed template. Its packages are used if a repository requests exactly the same ones. */
  template: string
  machine: Pick<Machine, 'run'>
  /** Read again from time to time, because credentials may change while the worker runs. */
  registry: () => Promise<Registry>
  bounds?: { taken?: CollectionLimits; gate?: GateLimits; storeBytes?: number; installMs?: number }
}

const LIMITS = { processorMs: 300_000, realMs: 600_000 }
/** How often an installation is repeated without packages that the registry refused. */
const ROUNDS = 5
const COLLECTION_LIMITS: CollectionLimits = { files: 150_000, bytes: 900 * 1024 * 1024 }
/** How long npm's registry settings are memoized. Reading them takes half a second. */
const REGISTRY_MS = 60_000

/** Installs packages in sandboxes that can reach only the registry, and stores them on this machine. */
export function createPackages({
  sandboxesFolder,
  modulesFolder,
  tools,
  template,
  machine,
  registry,
  bounds = {},
}: PackagesOptions): Packages {
  const store = openPackageStore(modulesFolder, bounds.storeBytes === undefined ? {} : { storeBytes: bounds.storeBytes })
  const groups = findControlGroups()
  const memoizedRegistry = memoize(REGISTRY_MS, registry)

  /** If the registry refuses packages that may be missing, installs the others. */
  async function installAnew(ids: InstallationIds, request: PackageRequest, known: Registry, signal: AbortSignal): Promise<Installed> {
    const place = { sandboxesFolder, tools, labels: request.labels, registry: known, limits: bounds.gate, groups }
    const limits = { ...LIMITS, realMs: bounds.installMs ?? LIMITS.realMs }
    const endsAtMs = performance.now() + limits.realMs
    const made = { request, ids, store, limits, bounds: bounds.taken ?? COLLECTION_LIMITS }
    let unavailable: UnavailablePackage[] = []
    for (let round = 0; ; round += 1) {
      const { installed, refused } = await withInstallSandbox(place, (open) =>
        installRound(open, { ...made, unavailable, leftMs: endsAtMs - performance.now() }, signal),
      ).catch(toRound)
      const missing = refused.filter(({ name }) => request.mayLack.includes(name) && !unavailable.some((one) => one.name === name))
      if (installed.ok || installed.cause !== 'repository' || missing.length === 0 || round === ROUNDS) return installed
      unavailable = [...unavailable, ...missing]
    }
  }

  async function find({ complete, incomplete }: InstallationIds): Promise<Installed | null> {
    for (const id of [complete, incomplete]) {
      const kept = await store.find(id)
      if (kept !== null) return installedFrom(id, kept)
    }
    return null
  }

  return {
    async install(request, signal) {
      if (await isCoveredByTemplate(request, template)) return { ok: true, packages: null, lockfile: null }
      const known = await memoizedRegistry('', undefined).catch((cause: unknown) => cause)
      if (!isRegistry(known))
        return { ok: false, cause: 'machine', reason: 'the package registry of this machine could not be read from npm’s settings' }
      const ids = installationIds(request, tools, known)
      const found = await find(ids)
      if (found !== null) return found
      const failed = await store.failureOf(ids.complete)
      if (failed !== null) return { ok: false, cause: 'repository', reason: failed }
      const installOnce = async (): Promise<Installed> => {
        // The same packages may have been installed while this request waited.
        const made = await find(ids)
        if (made !== null) return made
        const installed = await installAnew(ids, request, known, signal)
        // Other causes may be gone at the next try.
        if (!installed.ok && installed.cause === 'repository') await store.keepFailure(ids.complete, installed.reason)
        return installed
      }
      return machine.run('install', installOnce, signal)
    },
  }
}

function isRegistry(value: unknown): value is Registry {
  return typeof value === 'object' && value !== null && 'proxies' in value
}
