import { z } from 'zod'

/** Supported package managers. */
const PACKAGE_MANAGERS = ['npm', 'pnpm', 'yarn', 'bun'] as const
export type PackageManagerName = (typeof PACKAGE_MANAGERS)[number]

/** A package manager in one version. */
export type PackageManager = { name: PackageManagerName; version: string }

/**
 * The newest version that can read a lockfile of each format. A repository that names a version in its package.json gets that one. Those
 * of 10.34.8, 1.22.22 and 11.21.2 are in `sandbox-templates/package-managers`; others are installed when a repository first needs them.
 */
const DEFAULT_VERSIONS = {
  npm: '11.21.2',
  pnpm: { 5: '7.33.7', 6: '8.15.9', 9: '10.34.8' },
  yarn: { 1: '1.22.22', 6: '3.8.7', 8: '4.18.1' },
  bun: '1.4.5',
} as const

/** The first versions that run on the sandbox's Node. Older ones are replaced by the default for their lockfile. */
const OLDEST: Readonly<Record<PackageManagerName, readonly number[]>> = { npm: [8, 0], pnpm: [7, 33], yarn: [1, 22], bun: [1, 1] }

const VERSION = /^(\d{1,4})\.(\d{1,4})\.\d{1,4}$/
const FORMAT = { pnpm: /^lockfileVersion: '?(\d{1,3})/m, yarn: /^__metadata:\n {2}version: (\d{1,3})/m }

const manifestSchema = z.object({
  packageManager: z.string().max(200).optional().catch(undefined),
  devEngines: z
    .object({ packageManager: z.object({ name: z.string(), version: z.string().optional() }) })
    .optional()
    .catch(undefined),
})

/**
 * The package manager for a lockfile. `manager`: whose lockfile it is; `lockfile`: its text, empty without one; `manifest`: the parsed
 * package.json beside it, which may name a version.
 */
export function packageManagerFor(manager: PackageManagerName, lockfile: string, manifest: unknown): PackageManager {
  const fallback = { name: manager, version: defaultVersion(manager, lockfile) }
  const named = namedManager(manifest)
  if (named === null || named.name !== manager) return fallback
  const [major = 0, minor = 0] = numbersOf(named.version) ?? []
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST[manager]
  const runs = major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)
  // A package.json that names Yarn 4 beside a lockfile of Yarn 1 was changed without an installation.
  return runs && reads(manager, major, lockfile) ? named : fallback
}

/** What a package.json names, such as `pnpm@9.1.0+sha512.…`; `null` if it names none, or no exact version. */
export function namedManager(manifest: unknown): PackageManager | null {
  const { packageManager, devEngines } = manifestSchema.safeParse(manifest).data ?? {}
  const { name: engine = '', version: engineVersion = '' } = devEngines?.packageManager ?? {}
  const [name = '', version = ''] = packageManager?.split(/[@+]/, 2) ?? [engine, engineVersion]
  const known = PACKAGE_MANAGERS.find((each) => each === name)
  return known === undefined || !VERSION.test(version) ? null : { name: known, version }
}

/** A program for this kind of machine, as Node names them. */
export type Platform = { platform: string; arch: string }

/** The package of the registry that contains the manager, and the path of its program in `node_modules`. */
export function packageOfManager(manager: PackageManager, { platform, arch }: Platform): { name: string; program: string } {
  const major = majorOf(manager)
  switch (manager.name) {
    case 'npm':
      return { name: 'npm', program: 'npm/bin/npm-cli.js' }
    case 'pnpm':
      if (major >= 12) return { name: 'pnpm', program: `@pnpm/exe.${platform}-${arch}/pnpm` }
      return { name: 'pnpm', program: `pnpm/bin/pnpm.${major === 11 ? 'mjs' : 'cjs'}` }
    case 'yarn':
      return major === 1
        ? { name: 'yarn', program: 'yarn/bin/yarn.js' }
        : { name: '@yarnpkg/cli-dist', program: '@yarnpkg/cli-dist/bin/yarn.js' }
    case 'bun':
      return { name: 'bun', program: `@oven/bun-${platform}-${arch === 'arm64' ? 'aarch64' : arch}/bin/bun` }
  }
}

/** The first number of a version. */
export function majorOf({ version }: PackageManager): number {
  return numbersOf(version)?.[0] ?? 0
}

function numbersOf(version: string): [number, number] | null {
  const [, major, minor] = VERSION.exec(version) ?? []
  return major === undefined ? null : [Number(major), Number(minor)]
}

function defaultVersion(manager: PackageManagerName, lockfile: string): string {
  switch (manager) {
    case 'npm':
    case 'bun':
      return DEFAULT_VERSIONS[manager]
    case 'pnpm': {
      const format = Number(FORMAT.pnpm.exec(lockfile)?.[1] ?? 9)
      return format <= 5 ? DEFAULT_VERSIONS.pnpm[5] : format <= 6 ? DEFAULT_VERSIONS.pnpm[6] : DEFAULT_VERSIONS.pnpm[9]
    }
    case 'yarn': {
      const format = yarnFormat(lockfile)
      return format === 1 ? DEFAULT_VERSIONS.yarn[1] : format <= 6 ? DEFAULT_VERSIONS.yarn[6] : DEFAULT_VERSIONS.yarn[8]
    }
  }
}

/** Yarn 1 writes no number. */
function yarnFormat(lockfile: string): number {
  return Number(FORMAT.yarn.exec(lockfile)?.[1] ?? 1)
}

/** False if this major version refuses the lockfile, or would rewrite it. */
function reads(manager: PackageManagerName, major: number, lockfile: string): boolean {
  if (lockfile === '') return true
  if (manager === 'yarn') return (yarnFormat(lockfile) === 1) === (major === 1)
  if (manager !== 'pnpm') return true
  const format = Number(FORMAT.pnpm.exec(lockfile)?.[1] ?? 9)
  return format <= 5 ? major <= 7 : format <= 6 ? major === 7 || major === 8 : major >= 9
}
