import { createHash } from 'node:crypto'
import { basename, dirname } from 'node:path'
import { Failure } from '#src/domain/shared/failures.ts'
import { fromGateUrls, toGateUrls } from '#src/domain/packages/lockfile-urls.ts'
import { forInstall } from '#src/domain/packages/lockfiles.ts'
import { memoize } from '#src/domain/shared/memoize.ts'
import type { Machine } from '#src/ports/machine.ts'
import type { Installed, PackageRequest, Packages } from '#src/ports/packages.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import { findControlGroups } from '../control-groups.ts'
import { isCoveredByTemplate } from './template-coverage.ts'
import { withInstallSandbox } from './install-sandbox.ts'
import { installationFailure } from './installation-failure.ts'
import type { Registry } from './machine-registry.ts'
import { openPackageStore } from './package-store.ts'
import { GATE_ADDRESS, type GateLimits } from './registry-gate.ts'
import { collectPackages, type CollectionLimits } from './collect-packages.ts'

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

const INSTALL_MS = 150_000
const LOCKFILE_BYTES = 16 * 1024 * 1024
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

  async function installAnew(id: string, request: PackageRequest, known: Registry, signal: AbortSignal): Promise<Installed> {
    const place = { sandboxesFolder, tools, labels: request.labels, registry: known, limits: bounds.gate, groups }
    try {
      return await withInstallSandbox(place, (sandbox, workspace) => installIn(sandbox, workspace, id, request, signal))
    } catch (error) {
      // Files that a workspace refuses, and a lockfile that can't be read from it, are the repository's fault.
      if (error instanceof Failure && error.kind === 'sandbox-path') return { ok: false, reason: error.message }
      throw error
    }
  }

  async function installIn(
    sandbox: Sandbox,
    workspace: string,
    id: string,
    request: PackageRequest,
    signal: AbortSignal,
  ): Promise<Installed> {
    for (const [path, text] of Object.entries(request.files)) {
      const bytes = Buffer.from(path === request.lockfile ? toGateUrls(text, GATE_ADDRESS) : forInstall(path, text))
      await sandbox.writeFile(path, bytes)
    }
    const timeoutMs = bounds.installMs ?? INSTALL_MS
    const mode = request.lockfile === null ? 'new' : request.update ? 'update' : 'exact'
    const command = `node /opt/ollio/package-managers/install.mjs ${request.manager} ${mode}`
    const result = await sandbox.run({ command, timeoutMs, signal })
    if (result.exitCode !== 0) return { ok: false, reason: installationFailure(result, timeoutMs) }
    return await keep(id, request, workspace, request.update ? await changedLockfile(sandbox, request) : null, signal)
  }

  /** Call only when nothing runs in the workspace any more. */
  async function keep(
    id: string,
    { files, folder }: PackageRequest,
    workspace: string,
    lockfile: string | null,
    signal: AbortSignal,
  ): Promise<Installed> {
    const inner = Object.keys(files).filter((path) => path.endsWith('/package.json'))
    const packages = { folders: ['', ...inner.map((path) => dirname(path))], at: folder, bounds: bounds.taken ?? COLLECTION_LIMITS }
    let refusal: string | null = null
    const kept = await store.keep(id, async (unfinished) => {
      const collected = await collectPackages(workspace, unfinished, packages, signal)
      if (collected.ok) return { links: collected.links, sizeBytes: collected.sizeBytes, lockfile }
      refusal = collected.reason
      return null
    })
    return kept === null ? { ok: false, reason: refusal ?? '' } : { ok: true, packages: { id, links: kept.links }, lockfile: kept.lockfile }
  }

  return {
    async install(request, signal) {
      if (await isCoveredByTemplate(request, template)) return { ok: true, packages: null, lockfile: null }
      const known = await memoizedRegistry('', undefined).catch((cause: unknown) => cause)
      if (!isRegistry(known)) return { ok: false, reason: 'the package registry of this machine could not be read from npm’s settings' }
      const id = idOf(request, tools, known)
      const kept = await store.find(id)
      if (kept !== null) return { ok: true, packages: { id, links: kept.links }, lockfile: kept.lockfile }
      const failed = await store.failureOf(id)
      if (failed !== null) return { ok: false, reason: failed }
      const installOnce = async (): Promise<Installed> => {
        // The same packages may have been installed while this request waited.
        const made = await store.find(id)
        if (made !== null) return { ok: true, packages: { id, links: made.links }, lockfile: made.lockfile }
        const installed = await installAnew(id, request, known, signal)
        if (!installed.ok) await store.keepFailure(id, installed.reason)
        return installed
      }
      return machine.run('install', installOnce, signal)
    },
  }
}

/** A hash of everything that the result depends on. Another registry, or no credentials, may give other packages. */
function idOf({ labels: _labels, ...request }: PackageRequest, tools: string, { url, authorization }: Registry): string {
  const files = Object.entries(request.files).toSorted(([one], [other]) => (one < other ? -1 : 1))
  const machine = { node: process.version, platform: process.platform, arch: process.arch, tools: basename(tools) }
  const inputs = { ...request, files, ...machine, registry: url, authorized: authorization !== null }
  return createHash('sha256').update(JSON.stringify(inputs)).digest('hex')
}

async function changedLockfile(sandbox: Sandbox, { lockfile, files }: PackageRequest): Promise<string | null> {
  if (lockfile === null) return null
  const text = new TextDecoder().decode(await sandbox.readFile(lockfile, LOCKFILE_BYTES))
  const published = fromGateUrls(text, GATE_ADDRESS, files[lockfile] ?? '')
  // Better no lockfile than one that sends people to an address of ours.
  return published.includes(new URL(GATE_ADDRESS).host) ? null : published
}

function isRegistry(value: unknown): value is Registry {
  return typeof value === 'object' && value !== null && 'proxies' in value
}
