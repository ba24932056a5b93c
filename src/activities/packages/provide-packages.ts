import { setTimeout as sleep } from 'node:timers/promises'
import { addedPackages, requiresTheSamePackages, packagesLine } from '#src/domain/packages/added-packages.ts'
import type { AddedPackage } from '#src/domain/packages/added-packages.ts'
import { pathBelow, folderOf } from '#src/domain/shared/join-path.ts'
import { isLockfile, isPackageManifest } from '#src/domain/packages/lockfiles.ts'
import { installPlan } from '#src/domain/packages/install-plan.ts'
import type { InstallPlan } from '#src/domain/packages/install-plan.ts'
import type { Changes, TurnRecord } from '#src/domain/projects/records.ts'
import { isRegistryVersion } from '#src/domain/packages/registry-version.ts'
import type { PackageTrouble } from '#src/domain/packages/package-trouble.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import type { Installed, InstalledPackages, PackageRequest } from '#src/ports/packages.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import type { ActivityContext } from '../shared/as-activity.ts'
import { readPackageFiles } from './package-files.ts'
import type { PackageTexts } from './package-files.ts'

/** The ports that this file uses. */
type Ports = Pick<ActivityPorts, 'artifacts' | 'machine' | 'packages'>

/** The packages of a turn's sandboxes, and what to report about them. */
export type TurnPackages = {
  /** `null`: the template's own packages. */
  packages: InstalledPackages | null
  /** Why the repository's own packages could not be installed. */
  warning: PackageTrouble | null
  /** Why packages added to package.json could not be installed. */
  problem: PackageTrouble | null
  added: AddedPackage[]
  /** The updated lockfile to publish, as an artifact. */
  lockfile: { path: string; artifact: string } | null
  /** A lockfile that should have been updated, and was not. */
  leftAlone: string | null
}

export type TreeAndChanges = { tree: Record<string, string>; changes: Changes }

/**
 * Installs the packages of package.json after the changes, or reuses an existing install. The lockfile is the base's: the agent's changes
 * to it are ignored. If an install fails, the result says why and has the packages of the base or of the template. What the machine or the
 * network cut short is tried once more.
 */
export async function providePackages(
  ports: Ports,
  turn: TurnRecord,
  { tree, changes }: TreeAndChanges,
  { signal }: ActivityContext,
): Promise<TurnPackages> {
  const { before, after } = await readPackageFiles(ports, tree, changes)
  const { packageFolder } = turn.project
  const plan = installPlan(after, packageFolder)
  const nothing: TurnPackages = { packages: null, warning: null, problem: null, added: [], lockfile: null, leftAlone: null }
  if (plan === null) return nothing
  const result = { ...nothing, added: addedIn(before, after, plan) }
  const install = (texts: PackageTexts, update: boolean) => installWithRoom(ports, requestOf(turn, plan, { texts, update, before }), signal)

  const changed = plan.files.some((path) => isPackageManifest(path) && !requiresTheSamePackages(before[path] ?? null, after[path] ?? null))
  const foreign = result.added.filter(({ version }) => !isRegistryVersion(version))
  if (changed && foreign.length === 0) {
    const installed = await install(after, true)
    if (installed.ok) {
      const { packages, lockfile } = installed
      if (lockfile !== null) return { ...result, packages, lockfile: await keep(ports, plan, lockfile) }
      return { ...result, packages, leftAlone: plan.lockfile }
    }
    result.problem = troubleOf(installed)
  } else if (foreign.length > 0) {
    result.problem = onlyOfRegistry(foreign.map(({ name, version }) => `${name}@${version}`))
  }
  if (installPlan(before, packageFolder) === null) return result
  const base = await install(before, false)
  return base.ok ? { ...result, packages: base.packages } : { ...result, warning: troubleOf(base) }
}

/** `refused`: packages with their versions. */
export function onlyOfRegistry(refused: readonly string[]): PackageTrouble {
  return { cause: 'repository', reason: `only versions from the registry are allowed: ${refused.join(', ')}` }
}

/** A registry that is overloaded or restarts needs a moment. */
const NETWORK_PAUSE_MS = 3_000

/** Installs once more what the machine or the network cut short. */
async function installWithRoom({ machine, packages }: Ports, request: PackageRequest, signal: AbortSignal): Promise<Installed> {
  const first = await packages.install(request, signal)
  if (first.ok || first.cause === 'repository') return first
  if (first.cause === 'machine') await machine.untilRoom(signal)
  else
    await sleep(NETWORK_PAUSE_MS, undefined, { signal }).catch((cause: unknown) => {
      throw new Failure('cancelled', 'Cancelled while waiting for the package registry', { cause })
    })
  return packages.install(request, signal)
}

function troubleOf({ cause, reason }: PackageTrouble): PackageTrouble {
  return { cause, reason }
}

/** The pull request's line about the packages that this version adds; `null` if it adds none. */
export async function packagesOf(ports: Pick<Ports, 'artifacts'>, tree: Record<string, string>, files: Changes): Promise<string | null> {
  const { before, after } = await readPackageFiles(ports, tree, files)
  const plans = [...new Set(Object.keys(files).filter(isPackageManifest).map(folderOf))].map((folder) => installPlan(after, folder))
  const plan = plans.find((one) => one !== null)
  if (plan === undefined || plan === null) return null
  const updated = Object.keys(files).find(isLockfile) ?? null
  return packagesLine(addedIn(before, after, plan), { updated, leftAlone: updated === null ? plan.lockfile : null })
}

/** `before`: the base's texts. Packages that it doesn't declare must be installed: nobody has seen them work. */
function requestOf(
  turn: TurnRecord,
  plan: InstallPlan,
  { texts, update, before }: { texts: PackageTexts; update: boolean; before: PackageTexts },
): PackageRequest {
  const inside = (path: string): string => pathBelow(plan.folder, path) ?? path
  const files = plan.files.flatMap((path) => (texts[path] === undefined ? [] : [[inside(path), texts[path]] as const]))
  return {
    labels: { project: turn.project.id, turn: turn.id },
    repository: `${turn.project.repository.owner}/${turn.project.repository.name}`,
    manager: plan.manager,
    folder: plan.folder,
    scope: plan.scope,
    files: Object.fromEntries(files),
    lockfile: plan.lockfile === null ? null : inside(plan.lockfile),
    update,
    mayLack: declaredIn(before, plan),
  }
}

function addedIn(before: PackageTexts, after: PackageTexts, plan: InstallPlan): AddedPackage[] {
  return plan.files.filter(isPackageManifest).flatMap((path) => addedPackages(before[path] ?? null, after[path] ?? null))
}

function declaredIn(texts: PackageTexts, plan: InstallPlan): string[] {
  const names = plan.files.filter(isPackageManifest).flatMap((path) => addedPackages(null, texts[path] ?? null).map(({ name }) => name))
  return [...new Set(names)].toSorted()
}

async function keep(ports: Pick<Ports, 'artifacts'>, plan: InstallPlan, text: string): Promise<TurnPackages['lockfile']> {
  return plan.lockfile === null ? null : { path: plan.lockfile, artifact: await ports.artifacts.put(new TextEncoder().encode(text)) }
}
