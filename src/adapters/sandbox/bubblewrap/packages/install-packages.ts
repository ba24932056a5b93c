import { memoize } from '#src/domain/shared/memoize.ts'
import type { Machine } from '#src/ports/machine.ts'
import type { UnavailablePackage } from '#src/domain/packages/package-trouble.ts'
import type { Installed, InstallProgress, PackageRequest, Packages } from '#src/ports/packages.ts'
import { findControlGroups } from '../control-groups.ts'
import { isCoveredByTemplate } from './template-coverage.ts'
import { withInstallSandbox } from './install-sandbox.ts'
import { installedFrom, installRound, toRound } from './install-round.ts'
import { installationIds, type InstallationIds } from './installation-ids.ts'
import type { Registry } from './machine-registry.ts'
import { openPackageStore } from './package-store.ts'
import { managerProgram } from './manager-program.ts'
import { withScopes, type OwnedRegistry } from './owned-registries.ts'
import type { GateLimits, RegistryGate } from './registry-gate.ts'
import { openTarballCache } from './tarball-cache.ts'
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
  /** The folder of archives that all installations share. */
  archivesFolder: string
  /** Registries for some owners or repositories only. */
  registries?: readonly OwnedRegistry[]
  limits: PackageLimits
  bounds?: { gate?: GateLimits }
}

/** How large an installation may be and how long it may take, and how much of this machine's disk all of them may take. */
export type PackageLimits = CollectionLimits & { storeBytes: number; installMs: number }

/** How often an installation is repeated without packages that the registry refused. */
const ROUNDS = 5
const PROGRESS_MS = 1_000
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
  archivesFolder,
  registries = [],
  limits,
  bounds = {},
}: PackagesOptions): Packages {
  const store = openPackageStore(modulesFolder, { storeBytes: limits.storeBytes })
  const cache = openTarballCache(archivesFolder)
  const groups = findControlGroups()
  const memoizedRegistry = memoize(REGISTRY_MS, registry)

  /** If the registry refuses packages that may be missing, installs the others. */
  async function installAnew(ids: InstallationIds, request: PackageRequest, known: Registry, running: Running): Promise<Installed> {
    const endsAtMs = performance.now() + limits.installMs
    const program = await managerProgram(request, {
      ...{ tools, store, forMs: limits.installMs },
      install: (wanted) => installKept(wanted, known, running),
    })
    if ('ok' in program) return program
    const place = {
      sandboxesFolder,
      tools,
      labels: request.labels,
      registry: known,
      limits: bounds.gate,
      cache,
      manager: program.folder,
      groups,
    }
    // One processor for all of its time.
    const clocks = { processorMs: limits.installMs, realMs: limits.installMs }
    const made = { request, program, ids, store, limits: clocks, bounds: limits }
    let unavailable: UnavailablePackage[] = []
    for (let round = 0; ; round += 1) {
      const { installed, refused } = await withInstallSandbox(place, (open) =>
        reporting(open.gate, running.onProgress, () =>
          installRound(open, { ...made, unavailable, leftMs: endsAtMs - performance.now() }, running.signal),
        ),
      ).catch(toRound)
      const missing = refused.filter(({ name }) => request.mayLack.includes(name) && !unavailable.some((one) => one.name === name))
      if (installed.ok || installed.cause !== 'repository' || missing.length === 0 || round === ROUNDS) return installed
      unavailable = [...unavailable, ...missing]
    }
  }

  /** Installs unless that was done before, or has failed a moment ago. */
  async function installKept(request: PackageRequest, known: Registry, running: Running): Promise<Installed> {
    const ids = installationIds(request, tools, known)
    const found = await find(ids)
    if (found !== null) return found
    const failed = await store.failureOf(ids.complete)
    if (failed !== null) return { ok: false, cause: 'repository', reason: failed }
    const installed = await installAnew(ids, request, known, running)
    // Other causes may be gone at the next try.
    if (!installed.ok && installed.cause === 'repository') await store.keepFailure(ids.complete, installed.reason)
    return installed
  }

  async function find({ complete, incomplete }: InstallationIds): Promise<Installed | null> {
    for (const id of [complete, incomplete]) {
      const kept = await store.find(id)
      if (kept !== null) return installedFrom(id, kept)
    }
    return null
  }

  return {
    async install(request, signal, onProgress = () => undefined) {
      if (await isCoveredByTemplate(request, template)) return { ok: true, packages: null, lockfile: null }
      const ofMachine = await memoizedRegistry('', undefined).catch((cause: unknown) => cause)
      if (!isRegistry(ofMachine))
        return { ok: false, cause: 'machine', reason: 'the package registry of this machine could not be read from npm’s settings' }
      const known = withScopes(ofMachine, registries, request)
      const found = await find(installationIds(request, tools, known))
      // The same packages may be installed while this request waits.
      return found ?? machine.run('install', () => installKept(request, known, { signal, onProgress }), signal)
    },
  }
}

type Running = { signal: AbortSignal; onProgress: (progress: InstallProgress) => void }

/** Tells from time to time how far the work has come. */
async function reporting<Result>(gate: RegistryGate, onProgress: Running['onProgress'], work: () => Promise<Result>): Promise<Result> {
  const timer = setInterval(() => {
    const { passed, bytes } = gate.report().archives
    onProgress({ packages: passed, bytes })
  }, PROGRESS_MS)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}

function isRegistry(value: unknown): value is Registry {
  return typeof value === 'object' && value !== null && 'proxies' in value
}
