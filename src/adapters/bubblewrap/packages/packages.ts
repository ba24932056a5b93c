import { createHash, randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { Failure } from '#src/domain/failures.ts'
import { awayFromGate, towardsGate } from '#src/domain/lockfile-addresses.ts'
import { forInstall } from '#src/domain/lockfiles.ts'
import type { Installed, PackageRequest, Packages } from '#src/ports/packages.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import { findControlGroups } from '../control-groups.ts'
import { openSandbox } from '../sandbox.ts'
import { makeSandbox, workspaceOf } from '../sandbox-folder.ts'
import { isCovered } from './covered.ts'
import { installationFailure } from './installation-failure.ts'
import type { Registry } from './machine-registry.ts'
import { openPackageStore } from './package-store.ts'
import { GATE_ADDRESS, openRegistryGate, type GateLimits } from './registry-gate.ts'
import { takePackages, type TakenBounds } from './take-packages.ts'
import { createTurns } from './turns.ts'

export type PackagesOptions = {
  /** Where the sandboxes of this machine live. */
  sandboxesFolder: string
  /** Where installed packages are kept. */
  modulesFolder: string
  /** The installed package managers, by `ensureTemplate`. */
  tools: string
  /** The installed template whose packages are used where they are just those that a repository asks for. */
  template: string
  /** Asked once it is needed. */
  registry: () => Promise<Registry>
  bounds?: { taken?: TakenBounds; gate?: GateLimits; storeBytes?: number; installMs?: number }
}

const INSTALL_MS = 150_000
const LOCKFILE_BYTES = 16 * 1024 * 1024
const TAKEN: TakenBounds = { files: 150_000, bytes: 900 * 1024 * 1024 }
/** Installations at once: each may fill its memory. */
const AT_ONCE = 2

/** Installs packages in sandboxes that reach the registry alone, and keeps them on this machine. */
export function createPackages({ sandboxesFolder, modulesFolder, tools, template, registry, bounds = {} }: PackagesOptions): Packages {
  const store = openPackageStore(modulesFolder, bounds.storeBytes === undefined ? {} : { storeBytes: bounds.storeBytes })
  const inTurn = createTurns(AT_ONCE)
  const groups = findControlGroups()

  /** Runs `work` in a sandbox that has the gate and the package managers. */
  async function inInstallSandbox<Result>(
    request: PackageRequest,
    known: Registry,
    work: (sandbox: Sandbox, workspace: string) => Promise<Result>,
  ): Promise<Result> {
    const place = join(sandboxesFolder, randomUUID())
    const doorway = await mkdtemp(join(tmpdir(), 'ollio-gate-'))
    // Nobody else of this machine gets to it, and the one inside, who is another user, does.
    const door = join(doorway, 'door')
    await mkdir(door, { mode: 0o755 })
    const closeGate = await openRegistryGate(join(door, 'gate'), known, bounds.gate)
    try {
      const sandbox = { id: basename(place), template: 'react' as const, labels: { ...request.labels, purpose: 'install' as const } }
      const made = await makeSandbox(place, { ...sandbox, createdAtMs: Date.now() }, groups)
      const opened = openSandbox(place, made, async () => [
        { from: join(tools, 'template'), to: '/opt/ollio/package-managers' },
        { from: join(tools, 'node_modules'), to: '/opt/ollio/package-managers/node_modules' },
        { from: door, to: '/run/registry' },
      ])
      try {
        return await work(opened, workspaceOf(place))
      } finally {
        await opened.destroy()
      }
    } finally {
      await closeGate()
      await rm(doorway, { recursive: true, force: true })
    }
  }

  async function installAnew(id: string, request: PackageRequest, signal: AbortSignal): Promise<Installed> {
    const known = await registry().catch((cause: unknown) => cause)
    if (!isRegistry(known)) return { ok: false, reason: 'npm of this machine could not be asked for its package registry' }
    return await inInstallSandbox(request, known, async (sandbox, workspace) => {
      for (const [path, text] of Object.entries(request.files)) {
        const bytes = Buffer.from(path === request.lockfile ? towardsGate(text, GATE_ADDRESS) : forInstall(path, text))
        await sandbox.writeFile(path, bytes)
      }
      const timeoutMs = bounds.installMs ?? INSTALL_MS
      const mode = request.lockfile === null ? 'new' : request.update ? 'update' : 'exact'
      const command = `node /opt/ollio/package-managers/install.mjs ${request.manager} ${mode}`
      const result = await sandbox.run({ command, timeoutMs, signal, env: { npm_config_offline: 'false' } })
      if (result.exitCode !== 0) return { ok: false, reason: installationFailure(result, timeoutMs) }

      const folders = [
        '',
        ...Object.keys(request.files)
          .filter((path) => path.endsWith('/package.json'))
          .map((path) => dirname(path)),
      ]
      const lockfile = request.update ? await changedLockfile(sandbox, request) : null
      let reason = ''
      const kept = await store
        .keep(id, async (unfinished) => {
          const taken = await takePackages(workspace, unfinished, { folders, at: request.folder, bounds: bounds.taken ?? TAKEN })
          if (!taken.ok) throw new Failure('repository-too-large', (reason = taken.reason))
          return { links: taken.links, sizeBytes: taken.sizeBytes, lockfile }
        })
        .catch((error: unknown) => {
          if (reason === '') throw error
          return null
        })
      return kept === null ? { ok: false, reason } : { ok: true, modules: { id, links: kept.links }, lockfile: kept.lockfile }
    })
  }

  return {
    async install(request, signal) {
      if (await isCovered(request, template)) return { ok: true, modules: null, lockfile: null }
      const id = idOf(request, tools)
      const kept = await store.find(id)
      if (kept !== null) return { ok: true, modules: { id, links: kept.links }, lockfile: kept.lockfile }
      const failed = await store.failureOf(id)
      if (failed !== null) return { ok: false, reason: failed }
      const installed = await inTurn(() => installAnew(id, request, signal), signal)
      if (!installed.ok) await store.keepFailure(id, installed.reason)
      return installed
    },
  }
}

/** What the same is installed for. */
function idOf({ labels: _labels, ...request }: PackageRequest, tools: string): string {
  const files = Object.entries(request.files).toSorted(([one], [other]) => (one < other ? -1 : 1))
  const asked = { ...request, files, node: process.version, platform: process.platform, arch: process.arch, tools: basename(tools) }
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex')
}

async function changedLockfile(sandbox: Sandbox, { lockfile, files }: PackageRequest): Promise<string | null> {
  if (lockfile === null) return null
  const text = new TextDecoder().decode(await sandbox.readFile(lockfile, LOCKFILE_BYTES))
  return awayFromGate(text, GATE_ADDRESS, files[lockfile] ?? '')
}

function isRegistry(value: unknown): value is Registry {
  return typeof value === 'object' && value !== null && 'proxies' in value
}
