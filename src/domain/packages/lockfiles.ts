import { z } from 'zod'
import { pathBelow, folderOf, pathIn } from '../shared/join-path.ts'
import { isPackageName } from './registry-version.ts'

/** Those that install here; what another one wrote is installed by npm from package.json alone. */
export type PackageManager = 'npm' | 'pnpm' | 'yarn'

/** How a repository's packages are installed. */
export type InstallPlan = {
  manager: PackageManager
  /** The folder that is installed, relative to the repository: '' is its root. */
  folder: string
  /** The lockfile that is gone by, relative to the repository; `null` where there is none that the manager reads. */
  lockfile: string | null
  /** One that stays as it is, because its tool is not here. */
  leftAlone: string | null
  /** All files that decide what is installed, relative to the repository, sorted. */
  files: string[]
}

const LOCKFILES: readonly { name: string; manager: PackageManager | null }[] = [
  { name: 'package-lock.json', manager: 'npm' },
  { name: 'npm-shrinkwrap.json', manager: 'npm' },
  { name: 'pnpm-lock.yaml', manager: 'pnpm' },
  { name: 'yarn.lock', manager: 'yarn' },
  { name: 'bun.lock', manager: null },
  { name: 'bun.lockb', manager: null },
]
const LOCKFILE = new RegExp(`(?:^|/)(?:${LOCKFILES.map(({ name }) => name.replaceAll('.', '\\.')).join('|')})$`)
const MANIFEST = 'package.json'
const SETTINGS = [MANIFEST, 'pnpm-workspace.yaml', '.npmrc']
/** Packages of one repository that are looked at. */
const WORKSPACES = 200
const NO_PACKAGE = /(?:^|\/)(?:node_modules|\.[^/]+|__fixtures__|fixtures|templates)\//
/** What is written at the top of a lockfile of Yarn 2 and later, which its first version can't read. */
const MODERN_YARN = /^__metadata:/m

/** True for a lockfile of any package manager, in any folder. */
export function isLockfile(path: string): boolean {
  return LOCKFILE.test(path)
}

/** True for a package.json, in any folder. */
export function isPackageManifest(path: string): boolean {
  return nameOf(path) === MANIFEST
}

/** The files that `installPlan` needs the texts of, from all of a repository's. */
export function packageFiles(paths: readonly string[]): string[] {
  const manifests = paths.filter((path) => isPackageManifest(path) && !NO_PACKAGE.test(path)).slice(0, WORKSPACES)
  const folders = new Set(manifests.map(folderOf))
  const others = paths.filter((path) => folders.has(folderOf(path)) && !isPackageManifest(path) && (isSetting(path) || isLockfile(path)))
  return [...manifests, ...others].toSorted()
}

/**
 * How the packages of `packageFolder` are installed: where its lockfile lies, else at the repository's root. `null` where there is no
 * package.json. `texts` are those of `packageFiles`.
 */
export function installPlan(texts: Readonly<Record<string, string>>, packageFolder = ''): InstallPlan | null {
  const paths = Object.keys(texts)
  const has = (folder: string, name: string): boolean => Object.hasOwn(texts, pathIn(folder, name))
  const isOwn = has(packageFolder, MANIFEST) && (!has('', MANIFEST) || LOCKFILES.some(({ name }) => has(packageFolder, name)))
  const folder = isOwn ? packageFolder : ''
  if (!has(folder, MANIFEST)) return null
  const found = LOCKFILES.find(({ name }) => has(folder, name))
  const path = found === undefined ? null : pathIn(folder, found.name)
  const manager = path !== null && MODERN_YARN.test(texts[path] ?? '') ? null : (found?.manager ?? null)
  const lockfile = manager === null ? null : path
  const workspaces = isWorkspace(texts, folder)
  const files = paths.filter((each) => {
    if (each === lockfile) return true
    return isSetting(each) && (folderOf(each) === folder || (workspaces && isPackageManifest(each) && pathBelow(folder, each) !== null))
  })
  return { manager: manager ?? 'npm', folder, lockfile, leftAlone: lockfile === null ? path : null, files: files.toSorted() }
}

const workspacesSchema = z.object({ workspaces: z.unknown() })

function isWorkspace(texts: Readonly<Record<string, string>>, folder: string): boolean {
  if (Object.hasOwn(texts, pathIn(folder, 'pnpm-workspace.yaml'))) return true
  return workspacesSchema.safeParse(parse(texts[pathIn(folder, MANIFEST)])).data?.workspaces !== undefined
}

/** Settings of npm and pnpm that decide what is installed. Nothing that names a place, a program or a secret is among them. */
const HARMLESS =
  /^\s*(?:legacy-peer-deps|strict-peer-deps|strict-peer-dependencies|auto-install-peers|install-strategy|resolution-mode)\s*=\s*[\w-]+\s*$/

/** The parts of a package.json that ask for packages by their names. */
const ASKS = /^(?:dev|peer|optional)?dependencies$/i

/** A file as the installation gets it: what could lead it elsewhere, or stop it for the sake of a version, is taken out. */
export function forInstall(path: string, text: string): string {
  if (nameOf(path) === '.npmrc')
    return `${text
      .split('\n')
      .filter((line) => HARMLESS.test(line))
      .join('\n')}\n`
  if (!isPackageManifest(path)) return text
  const manifest = z.record(z.string(), z.unknown()).safeParse(parse(text)).data
  if (manifest === undefined) return text
  const { packageManager: _manager, devEngines: _engines, ...rest } = manifest
  // Some managers take names for paths, and would install elsewhere.
  const entries = Object.entries(rest).flatMap(([key, value]): [string, unknown][] => {
    if (key === 'name') return typeof value === 'string' && isPackageName(value) ? [[key, value]] : []
    const section = ASKS.test(key) ? z.record(z.string(), z.unknown()).safeParse(value).data : undefined
    return [[key, section === undefined ? value : Object.fromEntries(Object.entries(section).filter(([name]) => isPackageName(name)))]]
  })
  return JSON.stringify(Object.fromEntries(entries))
}

function isSetting(path: string): boolean {
  return SETTINGS.includes(nameOf(path))
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function parse(text: string | undefined): unknown {
  try {
    return JSON.parse((text ?? '').replace(/^\uFEFF/, ''))
  } catch {
    return null
  }
}
