import { addedPackages, asksForTheSame, isOfRegistry, packagesLine } from '#src/domain/added-packages.ts'
import type { AddedPackage } from '#src/domain/added-packages.ts'
import { toFailure } from '#src/domain/failures.ts'
import { installPlan, isLockfile, packageFiles } from '#src/domain/lockfiles.ts'
import type { InstallPlan } from '#src/domain/lockfiles.ts'
import type { Manifest, TurnRecord } from '#src/domain/records.ts'
import type { Modules, PackageRequest } from '#src/ports/packages.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import type { ActivityPorts } from './activity-ports.ts'
import type { EffectContext } from './effect.ts'
import { readSafely } from './read-safely.ts'

/** The packages that a turn's sandboxes have, and what is to be said of them. */
export type TurnModules = {
  /** `null`: the template's own. */
  modules: Modules | null
  /** Why the repository's own packages could not be installed. */
  warning: string | null
  /** Why what was added to package.json could not be installed. */
  problem: string | null
  added: AddedPackage[]
  /** The lockfile as it has to be published, an artifact. */
  lockfile: { path: string; artifact: string } | null
  /** A lockfile that nobody here can bring up to date. */
  leftAlone: string | null
}

export type Changes = {
  tree: Record<string, string>
  manifest: Manifest
  /** Where the components' package lies in the repository; '' is the root. */
  packageFolder?: string
}

const FILE_BYTES = 16 * 1024 * 1024
const BINARY = /\.lockb$/

/**
 * Installs what the repository's package.json asks for after the changes, or finds it installed. The repository's lockfile is the base's:
 * what the agent wrote to one counts for nothing. What can't be installed is told and leaves the template's packages, or the base's.
 */
export async function provideModules(
  ports: ActivityPorts,
  turn: TurnRecord,
  { tree, manifest, packageFolder = '' }: Changes,
  { signal }: EffectContext,
): Promise<TurnModules> {
  const before = await textsOf(ports, tree)
  const after = { ...before, ...(await changedManifests(ports, manifest)) }
  const plan = installPlan(after, packageFolder)
  const nothing: TurnModules = { modules: null, warning: null, problem: null, added: [], lockfile: null, leftAlone: null }
  if (plan === null) return nothing
  const told = { ...nothing, added: addedIn(before, after, plan), leftAlone: plan.leftAlone }
  const install = (texts: Record<string, string>, update: boolean) => ports.packages.install(requestOf(turn, plan, texts, update), signal)

  const changed = plan.files.some((path) => isManifest(path) && !asksForTheSame(before[path] ?? null, after[path] ?? null))
  const foreign = told.added.filter(({ version }) => !isOfRegistry(version))
  if (changed && foreign.length === 0) {
    const installed = await install(after, true)
    if (installed.ok) {
      const { modules, lockfile } = installed
      return { ...told, modules, lockfile: lockfile === null ? null : await keep(ports, plan, lockfile) }
    }
    told.problem = installed.reason
  } else if (foreign.length > 0) {
    told.problem = `only versions of the registry can be asked for: ${foreign.map(({ name, version }) => `${name}@${version}`).join(', ')}`
  }
  if (installPlan(before, packageFolder) === null) return told
  const base = await install(before, false)
  return base.ok ? { ...told, modules: base.modules } : { ...told, warning: base.reason }
}

/** Puts those of the repository's files into the store that `provideModules` needs; the tree's hashes are their keys. */
export async function keepPackageFiles(ports: ActivityPorts, sandbox: Sandbox, tree: Record<string, string>): Promise<void> {
  await Promise.all(
    packageFiles(Object.keys(tree)).map(async (path) => {
      const bytes = await readSafely(sandbox, path, FILE_BYTES)
      if (bytes !== null) await ports.artifacts.put(bytes)
    }),
  )
}

/** The same sandbox, whose commands find these packages. They are asked for when the first command needs them. */
export function withModules(sandbox: Sandbox, modules: () => Promise<Modules | null>): Sandbox {
  let linked = false
  return {
    id: sandbox.id,
    labels: sandbox.labels,
    writeFile: (path, bytes) => sandbox.writeFile(path, bytes),
    readFile: (path, maxBytes) => sandbox.readFile(path, maxBytes),
    remove: (path) => sandbox.remove(path),
    rename: (from, to) => sandbox.rename(from, to),
    list: (path, depth) => sandbox.list(path, depth),
    snapshot: () => sandbox.snapshot(),
    destroy: () => sandbox.destroy(),
    async run(options) {
      const found = await modules()
      if (found === null) return sandbox.run(options)
      if (!linked && Object.keys(found.links).length > 0) await sandbox.run({ ...options, command: linking(found.links) })
      linked = true
      return sandbox.run({ ...options, modules: found.id })
    },
  }
}

/** Packages of a repository with several of them: each folder finds its own. A folder that is there already stays. */
function linking(links: Modules['links']): string {
  const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`
  const commands = Object.entries(links).map(([at, to]) => {
    const folder = at.slice(0, at.lastIndexOf('/'))
    return `[ -d ${quoted(folder)} ] && [ ! -e ${quoted(at)} ] && ln -sfn ${quoted(to)} ${quoted(at)}`
  })
  return `${commands.join('\n')}\ntrue`
}

/** What the pull request says of the packages that this version asks for; `null` where it asks for none. */
export async function packagesOf(ports: ActivityPorts, tree: Record<string, string>, files: Manifest): Promise<string | null> {
  const before = await textsOf(ports, tree)
  const after = { ...before, ...(await changedManifests(ports, files)) }
  const plans = [...new Set(Object.keys(files).filter(isManifest).map(folderOf))].map((folder) => installPlan(after, folder))
  const plan = plans.find((one) => one !== null)
  if (plan === undefined || plan === null) return null
  const updated = Object.keys(files).find(isLockfile) ?? null
  return packagesLine(addedIn(before, after, plan), { updated, leftAlone: updated === null ? (plan.leftAlone ?? plan.lockfile) : null })
}

function requestOf(turn: TurnRecord, plan: InstallPlan, texts: Record<string, string>, update: boolean): PackageRequest {
  const below = (path: string): string => (plan.folder === '' ? path : path.slice(plan.folder.length + 1))
  const files = plan.files.flatMap((path) => (texts[path] === undefined ? [] : [[below(path), texts[path]] as const]))
  return {
    labels: { project: turn.project.id, turn: turn.id },
    manager: plan.manager,
    folder: plan.folder,
    files: Object.fromEntries(files),
    lockfile: plan.lockfile === null ? null : below(plan.lockfile),
    update,
  }
}

function addedIn(before: Record<string, string>, after: Record<string, string>, plan: InstallPlan): AddedPackage[] {
  return plan.files.filter(isManifest).flatMap((path) => addedPackages(before[path] ?? null, after[path] ?? null))
}

async function keep(ports: ActivityPorts, plan: InstallPlan, text: string): Promise<TurnModules['lockfile']> {
  return plan.lockfile === null ? null : { path: plan.lockfile, artifact: await ports.artifacts.put(new TextEncoder().encode(text)) }
}

/** Files that were not kept, because they are too large or the turn began before they were, count as not there. */
async function textsOf(ports: ActivityPorts, tree: Record<string, string>): Promise<Record<string, string>> {
  const entries = await Promise.all(
    packageFiles(Object.keys(tree)).map(async (path): Promise<[string, string][]> => {
      try {
        return [[path, BINARY.test(path) ? '' : new TextDecoder().decode(await ports.artifacts.get(tree[path] ?? ''))]]
      } catch (error) {
        if (toFailure(error).kind === 'artifact-missing') return []
        throw error
      }
    }),
  )
  return Object.fromEntries(entries.flat())
}

async function changedManifests(ports: ActivityPorts, manifest: Manifest): Promise<Record<string, string>> {
  const entries = packageFiles(Object.keys(manifest))
    .filter(isManifest)
    .map(async (path): Promise<[string, string][]> => {
      const key = manifest[path] ?? null
      return key === null ? [] : [[path, new TextDecoder().decode(await ports.artifacts.get(key))]]
    })
  return Object.fromEntries((await Promise.all(entries)).flat())
}

function isManifest(path: string): boolean {
  return path === 'package.json' || path.endsWith('/package.json')
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
}
