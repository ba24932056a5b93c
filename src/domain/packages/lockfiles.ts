import { z } from 'zod'
import { pathBelow, folderOf, pathIn } from '../shared/join-path.ts'
import { isNestedTooDeeply } from '../shared/json-depth.ts'
import { isPackageName } from './registry-version.ts'

/** Supported package managers; for lockfiles of others, npm installs from package.json alone. */
export type PackageManager = 'npm' | 'pnpm' | 'yarn'

/** How a repository's packages are installed. */
export type InstallPlan = {
  manager: PackageManager
  /** The folder to install, relative to the repository root; '' is the root. */
  folder: string
  /** The lockfile to install from, relative to the repository root; `null` if there is none that the manager can read. */
  lockfile: string | null
  /** A lockfile that stays unchanged because its tool is not supported. */
  leftAlone: string | null
  /** All files that affect the install, relative to the repository root, sorted. */
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
/** Maximum number of packages per repository. */
const WORKSPACES = 200
const NO_PACKAGE = /(?:^|\/)(?:node_modules|\.[^/]+|__fixtures__|fixtures|templates)\//
/** The start of a lockfile of Yarn 2 or later, which Yarn 1 can't read. */
const MODERN_YARN = /^__metadata:/m

/** True for a lockfile of any package manager, in any folder. */
export function isLockfile(path: string): boolean {
  return LOCKFILE.test(path)
}

/** True for a package.json in any folder. */
export function isPackageManifest(path: string): boolean {
  return nameOf(path) === MANIFEST
}

/** The files of a repository whose texts `installPlan` needs. */
export function packageFiles(paths: readonly string[]): string[] {
  const manifests = paths.filter((path) => isPackageManifest(path) && !NO_PACKAGE.test(path)).slice(0, WORKSPACES)
  const folders = new Set(manifests.map(folderOf))
  const others = paths.filter((path) => folders.has(folderOf(path)) && !isPackageManifest(path) && (isSetting(path) || isLockfile(path)))
  return [...manifests, ...others].toSorted()
}

/**
 * How to install the packages of `packageFolder`: in this folder if it has a lockfile, else in the repository root. `null` without a
 * package.json. `texts`: those of `packageFiles`.
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

/** npm and pnpm settings that affect the install but contain no location, program or secret. */
const HARMLESS =
  /^\s*(?:legacy-peer-deps|strict-peer-deps|strict-peer-dependencies|auto-install-peers|install-strategy|resolution-mode)\s*=\s*[\w-]+\s*$/

/** The sections of a package.json that declare packages by name. */
const ASKS = /^(?:dev|peer|optional)?dependencies$/i

/**
 * The file as the install gets it, without entries that could redirect it or make it fail because of a version, and without the packages
 * `without`.
 */
export function forInstall(path: string, text: string, without: ReadonlySet<string> = new Set()): string {
  if (nameOf(path) === '.npmrc')
    return `${text
      .split('\n')
      .filter((line) => HARMLESS.test(line))
      .join('\n')}\n`
  if (!isPackageManifest(path)) return text
  // Nothing of a file that can't be checked reaches a package manager.
  if (isNestedTooDeeply(text)) return '{}'
  const manifest = z.record(z.string(), z.unknown()).safeParse(parse(text)).data
  if (manifest === undefined) return text
  const { packageManager: _manager, devEngines: _engines, ...rest } = manifest
  // Some managers treat such names as paths and would install outside the folder.
  const entries = Object.entries(rest).flatMap(([key, value]): [string, unknown][] => {
    if (key === 'name') return typeof value === 'string' && isPackageName(value) ? [[key, value]] : []
    const section = ASKS.test(key) ? z.record(z.string(), z.unknown()).safeParse(value).data : undefined
    const isKept = ([name]: [string, unknown]): boolean => isPackageName(name) && !without.has(name)
    return [[key, section === undefined ? value : Object.fromEntries(Object.entries(section).filter(isKept))]]
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
