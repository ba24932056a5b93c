import { dirname } from 'node:path'
import { fromGateUrls, toGateUrls } from '#src/domain/packages/lockfile-urls.ts'
import { forInstall } from '#src/domain/packages/lockfiles.ts'
import type { PackageTrouble, UnavailablePackage } from '#src/domain/packages/package-trouble.ts'
import type { Installed, PackageRequest } from '#src/ports/packages.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import { collectPackages, type CollectionLimits } from './collect-packages.ts'
import type { OpenInstallSandbox } from './install-sandbox.ts'
import { installationFailure, troubleOfError } from './installation-failure.ts'
import type { InstallationIds } from './installation-ids.ts'
import type { Installation, PackageStore } from './package-store.ts'
import { GATE_ADDRESS } from './registry-gate.ts'

/** One try of an installation. `refused`: packages that the registry refused although it works. */
type Round = { installed: Installed; refused: UnavailablePackage[] }

type RoundOptions = {
  request: PackageRequest
  ids: InstallationIds
  store: Pick<PackageStore, 'keep'>
  limits: { processorMs: number; realMs: number }
  bounds: CollectionLimits
  /** Packages that earlier rounds found to be unavailable. This one leaves them out. */
  unavailable: readonly UnavailablePackage[]
  /** What is left of the time of the whole installation. */
  leftMs: number
}

/** A registry that refuses this one refuses everything: something is wrong with it, or with this machine's settings for it. */
const ALWAYS_THERE = 'react'
const LOCKFILE_BYTES = 16 * 1024 * 1024

/** Installs once, and stores the packages if that succeeds. */
export async function installRound(
  { sandbox, workspace, gate }: OpenInstallSandbox,
  { request, ids, store, limits, bounds, unavailable, leftMs }: RoundOptions,
  signal: AbortSignal,
): Promise<Round> {
  const without = new Set(unavailable.map(({ name }) => name))
  for (const [path, text] of Object.entries(request.files)) {
    const bytes = Buffer.from(path === request.lockfile ? toGateUrls(text, GATE_ADDRESS) : forInstall(path, text, without))
    await sandbox.writeFile(path, bytes)
  }
  const mode = request.lockfile === null ? 'new' : request.update || without.size > 0 ? 'update' : 'exact'
  const command = `node /opt/ollio/package-managers/install.mjs ${request.manager} ${mode}`
  const timeoutMs = Math.max(1, Math.round(leftMs))
  const result = await sandbox.run({ command, processorMs: limits.processorMs, timeoutMs, signal })
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
  return ['', ...inner.map((path) => dirname(path))]
}

async function changedLockfile(sandbox: Sandbox, { lockfile, files }: PackageRequest): Promise<string | null> {
  if (lockfile === null) return null
  const text = new TextDecoder().decode(await sandbox.readFile(lockfile, LOCKFILE_BYTES))
  const published = fromGateUrls(text, GATE_ADDRESS, files[lockfile] ?? '')
  // Better no lockfile than one that sends people to an address of ours.
  return published.includes(new URL(GATE_ADDRESS).host) ? null : published
}
