import { z } from 'zod'
import { folderOf, pathBelow, pathIn } from '../shared/join-path.ts'
import { isPackageArchive, isPackageManifest, isPackagePatch, isPackageSetting, LOCKFILES, MANIFEST } from './lockfiles.ts'
import { namedManager, packageManagerFor, type PackageManager } from './package-managers.ts'
import { workspaceFolders } from './package-manifest.ts'
import { yamlBlocks, yamlList } from './yaml-blocks.ts'

/** How a repository's packages are installed. */
export type InstallPlan = {
  manager: PackageManager
  /** The folder to install, relative to the repository root; '' is the root. */
  folder: string
  /** The lockfile to install from, relative to the repository root; `null` if there is none. */
  lockfile: string | null
  /** All files that affect the installation, relative to the repository root, sorted. */
  files: string[]
  /**
   * The folders, relative to `folder`, of the package that is worked on and of those of the repository that it needs, sorted. `null`: the
   * packages of all folders are installed.
   */
  scope: string[] | null
}

type Texts = Readonly<Record<string, string>>

const manifestSchema = z.object({
  name: z.string().optional().catch(undefined),
  workspaces: z.unknown().optional(),
  ...Object.fromEntries(
    ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].map((section) => [
      section,
      z.record(z.string(), z.unknown()).optional().catch(undefined),
    ]),
  ),
})
const patternsSchema = z.union([z.array(z.string()), z.object({ packages: z.array(z.string()) }).transform(({ packages }) => packages)])

/**
 * How to install the packages of `packageFolder`: in this folder if it has a lockfile or doesn't belong to the repository's workspace, else
 * in the root. `null` without a package.json. `texts`: those of `packageFiles`.
 */
export function installPlan(texts: Texts, packageFolder = ''): InstallPlan | null {
  const has = (folder: string, name: string): boolean => Object.hasOwn(texts, pathIn(folder, name))
  const members = has('', MANIFEST) ? membersOf(texts, '') : []
  const isOwn =
    packageFolder !== '' &&
    has(packageFolder, MANIFEST) &&
    (!has('', MANIFEST) || LOCKFILES.some(({ name }) => has(packageFolder, name)) || !(members ?? [packageFolder]).includes(packageFolder))
  const folder = isOwn ? packageFolder : ''
  if (!has(folder, MANIFEST)) return null
  const manifest = parsedJson(texts[pathIn(folder, MANIFEST)])
  const found = LOCKFILES.find(({ name }) => has(folder, name))
  const lockfile = found === undefined ? null : pathIn(folder, found.name)
  const named = namedManager(manifest) ?? namedManager(parsedJson(texts[MANIFEST]))
  const manager = packageManagerFor(found?.manager ?? named?.name ?? 'npm', texts[lockfile ?? ''] ?? '', manifest)
  const inner = isOwn ? membersOf(texts, folder) : members
  const isWorkspace = inner === null || inner.length > 0
  const files = Object.keys(texts).filter((path) => {
    if (path === lockfile) return true
    if (pathBelow(folder, path) === null) return false
    return (
      isPackagePatch(path) ||
      isPackageArchive(path) ||
      (isPackageSetting(path) && (folderOf(path) === folder || (isWorkspace && isPackageManifest(path))))
    )
  })
  const scope =
    isOwn || inner === null || packageFolder === '' || !inner.includes(packageFolder) ? null : scopeOf(texts, inner, packageFolder)
  return { manager, folder, lockfile, files: files.toSorted(), scope }
}

/** The folders of a workspace's packages, relative to its own; empty if it is none, `null` if its patterns can't be read. */
function membersOf(texts: Texts, folder: string): string[] | null {
  const inside = Object.keys(texts).flatMap((path) => pathBelow(folder, path) ?? [])
  const pnpm = texts[pathIn(folder, 'pnpm-workspace.yaml')]
  if (pnpm !== undefined) {
    const block = yamlBlocks(pnpm).get('packages')
    return block === undefined ? [] : workspaceFolders(inside, yamlList(block))
  }
  const { workspaces } = manifestSchema.safeParse(parsedJson(texts[pathIn(folder, MANIFEST)])).data ?? {}
  if (workspaces === undefined) return []
  const patterns = patternsSchema.safeParse(workspaces).data
  return patterns === undefined ? null : workspaceFolders(inside, patterns)
}

/** The package in this folder and the packages of the workspace that it needs, directly or through others. */
function scopeOf(texts: Texts, members: readonly string[], packageFolder: string): string[] {
  const manifests = new Map(
    members.map((folder) => [folder, manifestSchema.safeParse(parsedJson(texts[pathIn(folder, MANIFEST)])).data ?? {}]),
  )
  const byName = new Map(
    [...manifests].flatMap(([folder, manifest]) => (nameIn(manifest) === null ? [] : [[nameIn(manifest), folder] as const])),
  )
  const needed = new Set([packageFolder])
  for (const folder of needed)
    for (const section of Object.values(manifests.get(folder) ?? {}))
      for (const name of typeof section === 'object' && section !== null ? Object.keys(section) : []) {
        const other = byName.get(name)
        if (other !== undefined) needed.add(other)
      }
  return [...needed].toSorted()
}

function nameIn(manifest: object): string | null {
  return 'name' in manifest && typeof manifest.name === 'string' ? manifest.name : null
}

function parsedJson(text: string | undefined): unknown {
  try {
    return JSON.parse((text ?? '').replace(/^\uFEFF/, ''))
  } catch {
    return null
  }
}
