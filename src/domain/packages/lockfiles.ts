import { folderOf } from '../shared/join-path.ts'
import type { PackageManagerName } from './package-managers.ts'

export const LOCKFILES: readonly { name: string; manager: PackageManagerName }[] = [
  { name: 'package-lock.json', manager: 'npm' },
  { name: 'npm-shrinkwrap.json', manager: 'npm' },
  { name: 'pnpm-lock.yaml', manager: 'pnpm' },
  { name: 'yarn.lock', manager: 'yarn' },
  { name: 'bun.lock', manager: 'bun' },
  { name: 'bun.lockb', manager: 'bun' },
]
const LOCKFILE = new RegExp(`(?:^|/)(?:${LOCKFILES.map(({ name }) => name.replaceAll('.', '\\.')).join('|')})$`)
export const MANIFEST = 'package.json'
const SETTINGS = [MANIFEST, 'pnpm-workspace.yaml', '.npmrc', '.yarnrc.yml']
/** Changes to packages that the repository keeps, and that its package manager applies. */
const PATCH = /(?:^|\/)(?:patches|\.yarn\/patches)\/[^/]+\.(?:patch|diff)$/
/** Maximum number of packages, and of patches and archives, per repository. */
const WORKSPACES = 400
const EXTRAS = 200
const NO_PACKAGE = /(?:^|\/)(?:node_modules|\.[^/]+|__fixtures__|fixtures|templates)\//

/** True for a lockfile of any package manager, in any folder. */
export function isLockfile(path: string): boolean {
  return LOCKFILE.test(path)
}

/** True for a package.json in any folder. */
export function isPackageManifest(path: string): boolean {
  return nameOf(path) === MANIFEST
}

/** True for a patch that a package manager applies to a package. */
export function isPackagePatch(path: string): boolean {
  return PATCH.test(path)
}

/** True for an archive of a package that the repository keeps. */
export function isPackageArchive(path: string): boolean {
  return /\.(?:tgz|tar\.gz)$/.test(path)
}

/** True for a lockfile or an archive, which are no text. */
export function isBinaryPackageFile(path: string): boolean {
  return path.endsWith('.lockb') || isPackageArchive(path)
}

/** True for a file, in any folder, with settings of a package manager. */
export function isPackageSetting(path: string): boolean {
  return SETTINGS.includes(nameOf(path))
}

/** The folders with a package.json, without those of tests and tools, in the order of their paths. */
export function packageFolders(paths: readonly string[]): string[] {
  return manifestsAmong(paths).map(folderOf)
}

/** The files of a repository whose texts `installPlan` needs. */
export function packageFiles(paths: readonly string[]): string[] {
  const manifests = manifestsAmong(paths)
  const folders = new Set(manifests.map(folderOf))
  const others = paths.filter(
    (path) => folders.has(folderOf(path)) && !isPackageManifest(path) && (isPackageSetting(path) || isLockfile(path)),
  )
  const extras = paths.filter((path) => (isPackagePatch(path) || isPackageArchive(path)) && !path.includes('node_modules/'))
  return [...manifests, ...others, ...extras.slice(0, EXTRAS)].toSorted()
}

function manifestsAmong(paths: readonly string[]): string[] {
  return paths.filter((path) => isPackageManifest(path) && !NO_PACKAGE.test(path)).slice(0, WORKSPACES)
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
