import { fromGateUrls, toGateUrls } from '#src/domain/packages/lockfile-urls.ts'
import { forInstall } from '#src/domain/packages/install-files.ts'
import { isBinaryPackageFile, isPackageManifest } from '#src/domain/packages/lockfiles.ts'
import { folderOf as parentOf } from '#src/domain/shared/join-path.ts'
import { shellQuote } from '#src/domain/shared/shell-quote.ts'
import { packageName } from '#src/domain/packages/package-manifest.ts'
import type { PackageTrouble, UnavailablePackage } from '#src/domain/packages/package-trouble.ts'
import type { Installed, PackageRequest } from '#src/ports/packages.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import { collectPackages, type CollectionLimits } from './collect-packages.ts'
import type { OpenInstallSandbox } from './install-sandbox.ts'
import { installationFailure, troubleOfError } from './installation-failure.ts'
import type { InstallationIds } from './installation-ids.ts'
import { hidesOtherPackages, managerCommand, yarnSettings, type InstallMode } from './manager-commands.ts'
import type { ManagerProgram } from './manager-program.ts'
import { watchDisk, type DiskEnd } from './watch-disk.ts'
import type { Installation, PackageStore } from './package-store.ts'
import { GATE_ADDRESS } from './registry-gate.ts'

/** One try of an installation. `refused`: packages that the registry refused although it works. */
type Round = { installed: Installed; refused: UnavailablePackage[] }

type RoundOptions = {
  request: PackageRequest
  program: ManagerProgram
  ids: InstallationIds
  store: Pick<PackageStore, 'keep'>
  limits: { processorMs: number; realMs: number }
  bounds: CollectionLimits
  /** Packages that earlier rounds found to be unavailable. This one leaves them out. */
  unavailable: readonly UnavailablePackage[]
  /** What is left of the time of the whole installation. */
  leftMs: number
}

/** While packages are installed, the disk may hold them twice: as archives or in the package manager's own store, and as files. */
const DISK_FACTOR = 3

/** A registry that refuses this one refuses everything: something is wrong with it, or with this machine's settings for it. */
const ALWAYS_THERE = 'react'
const LOCKFILE_BYTES = 16 * 1024 * 1024

/** Installs once, and stores the packages if that succeeds. */
export async function installRound(
  { sandbox, workspace, gate }: OpenInstallSandbox,
  { request, program, ids, store, limits, bounds, unavailable, leftMs }: RoundOptions,
  signal: AbortSignal,
): Promise<Round> {
  const without = new Set(unavailable.map(({ name }) => name))
  const mode = request.lockfile === null ? 'new' : request.update || without.size > 0 ? 'update' : 'exact'
  gate.expect(request.files[request.lockfile ?? ''] ?? '')
  for (const [path, bytes] of filesFor(request, program, mode, without)) await sandbox.writeFile(path, bytes)
  const timeoutMs = Math.max(1, Math.round(leftMs))
  const { result, diskEnd } = await runWithinDisk(workspace, bounds.bytes * DISK_FACTOR, signal, (within) =>
    sandbox.run({ ...commandFor(request, program, mode), processorMs: limits.processorMs, timeoutMs, signal: within }),
  )
  if (result === null) return failed(diskTrouble(diskEnd, bounds))
  const refused = [...gate.report().refused].map(([name, status]) => ({ name, status }))
  if (result.exitCode !== 0) {
    const status = refused.length === 0 ? null : await gate.statusOf(ALWAYS_THERE)
    const failure = installationFailure(result, gate.report(), limits)
    if (failure.cause !== 'repository' || status === null || status === 200) return { installed: { ok: false, ...failure }, refused }
    return failed({ cause: 'machine', reason: `the package registry of this machine answered ${status}, also for ${ALWAYS_THERE}` })
  }
  // A package manager goes on without optional packages.
  const lacking = [...unavailable, ...refused.filter(({ name }) => request.mayLack.includes(name))]
  const lockfile = request.update && lacking.length === 0 ? await changedLockfile(sandbox, request) : null
  const id = lacking.length === 0 ? ids.complete : ids.incomplete
  let refusal: PackageTrouble = { cause: 'machine', reason: 'the packages could not be stored' }
  // Nothing runs in the workspace any more.
  const kept = await store.keep(id, async (unfinished) => {
    const collected = await collectPackages(workspace, unfinished, { folders: foldersOf(request), at: request.folder, bounds }, signal)
    if (collected.ok) return { links: collected.links, sizeBytes: collected.sizeBytes, lockfile, unavailable: lacking }
    refusal = { cause: collected.cause, reason: collected.reason }
    return null
  })
  return kept === null ? failed(refusal) : { installed: installedFrom(id, kept), refused: [] }
}

/** The files as the package manager gets them. */
function filesFor(
  request: PackageRequest,
  { manager }: ManagerProgram,
  mode: InstallMode,
  without: ReadonlySet<string>,
): [string, Buffer][] {
  const { files, lockfile, scope } = request
  const hides = scope !== null && hidesOtherPackages(manager, mode)
  const shown = Object.entries(files).filter(([path]) => !hides || !isPackageManifest(path) || ['', ...scope].includes(parentOf(path)))
  const written = shown.map(([path, text]): [string, Buffer] => {
    if (isBinaryPackageFile(path)) return [path, Buffer.from(text, 'latin1')]
    return [path, Buffer.from(path === lockfile ? toGateUrls(forInstall(path, text), GATE_ADDRESS) : forInstall(path, text, without))]
  })
  if (manager.name !== 'yarn') return written
  const own = files['.yarnrc.yml']
  const settings = Buffer.from(yarnSettings(manager, own === undefined ? '' : forInstall('.yarnrc.yml', own)))
  return [...written.filter(([path]) => path !== '.yarnrc.yml'), ['.yarnrc.yml', settings]]
}

function commandFor({ files, scope }: PackageRequest, { manager, program }: ManagerProgram, mode: InstallMode) {
  const names = new Map(
    Object.entries(files).flatMap(([path, text]) => {
      const name = isPackageManifest(path) ? packageName(text) : null
      return name === null ? [] : [[parentOf(path), name] as const]
    }),
  )
  const first = managerCommand(manager, mode, { scope, names })
  const second = mode === 'exact' ? [managerCommand(manager, 'update', { scope, names })] : []
  const tries = [first, ...second].map(({ args }) => shellQuote(JSON.stringify(args)))
  return { command: `node /opt/ollio/package-managers/install.mjs ${shellQuote(program)} ${tries.join(' ')}`, env: first.env }
}

/** `null` as a result: the disk ended it. */
async function runWithinDisk<Result>(
  folder: string,
  maxBytes: number,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<{ result: Result; diskEnd: null } | { result: null; diskEnd: DiskEnd }> {
  const ending = new AbortController()
  let diskEnd: DiskEnd | null = null
  const watch = await watchDisk(folder, maxBytes, (end) => {
    diskEnd ??= end
    ending.abort()
  })
  try {
    return { result: await run(AbortSignal.any([signal, ending.signal])), diskEnd: null }
  } catch (error) {
    if (diskEnd === null || signal.aborted) throw error
    return { result: null, diskEnd }
  } finally {
    watch.stop()
  }
}

function diskTrouble(end: DiskEnd, { bytes }: CollectionLimits): PackageTrouble {
  if (end === 'full') return { cause: 'machine', reason: 'this machine’s disk is almost full' }
  return { cause: 'repository', reason: `the packages are larger than an installation may be: ${bytes / 1024 / 1024} MB` }
}

/** The round that ended with an error of the sandbox or the store. Throws errors that say nothing about the packages. */
export function toRound(error: unknown): Round {
  const trouble = troubleOfError(error)
  if (trouble === null) throw error
  return failed(trouble)
}

export function installedFrom(id: string, { links, lockfile, unavailable }: Installation): Installed {
  return { ok: true, packages: { id, links, unavailable }, lockfile }
}

function failed(trouble: PackageTrouble): Round {
  return { installed: { ok: false, ...trouble }, refused: [] }
}

/** The folders with a package.json. */
function foldersOf({ files }: PackageRequest): string[] {
  const inner = Object.keys(files).filter((path) => path.endsWith('/package.json'))
  return ['', ...inner.map(parentOf)]
}

async function changedLockfile(sandbox: Sandbox, { lockfile, files }: PackageRequest): Promise<string | null> {
  if (lockfile === null || isBinaryPackageFile(lockfile)) return null
  const text = new TextDecoder().decode(await sandbox.readFile(lockfile, LOCKFILE_BYTES))
  const published = fromGateUrls(text, GATE_ADDRESS, files[lockfile] ?? '')
  // Better no lockfile than one that sends people to an address of ours.
  return published.includes(new URL(GATE_ADDRESS).host) ? null : published
}
