import type { PackageManager } from '#src/domain/packages/package-managers.ts'
import type { PackageTrouble, UnavailablePackage } from '#src/domain/packages/package-trouble.ts'
import type { SandboxLabels } from './sandbox.ts'

export type PackageRequest = {
  /** The labels of the sandbox for the installation; they don't affect what is installed. */
  labels: Omit<SandboxLabels, 'purpose'>
  /** `owner/name`, for registries that only some may use. */
  repository: string
  manager: PackageManager
  /** The folder of the installation in the workspace; '' is its root. */
  folder: string
  /**
   * Text by path below `folder`: the package.json of each package, settings, patches and the lockfile. A binary lockfile has one character
   * for each byte.
   */
  files: Readonly<Record<string, string>>
  /** The folders below `folder` whose packages are installed; `null` for all. */
  scope: readonly string[] | null
  /** The path of the lockfile below `folder`; `null` if there is none. */
  lockfile: string | null
  /** True if package.json asks for packages that are not in the lockfile; the lockfile is then updated. */
  update: boolean
  /** Packages that are left out of the installation if the registry refuses them. Without any other one, it fails. */
  mayLack: readonly string[]
}

/** Installed packages of a repository, stored on this machine. Read-only. */
export type InstalledPackages = {
  /** For `CommandOptions.packages`. */
  id: string
  /** Folders of the workspace that need their own packages, with the path in the installation that each links to. */
  links: Readonly<Record<string, string>>
  /** Declared packages that are not among them. Stubs stand in for them. */
  unavailable: readonly UnavailablePackage[]
}

export type Installed =
  | {
      ok: true
      /** `null` if the template's own packages are exactly the requested ones. */
      packages: InstalledPackages | null
      /** The new text of the lockfile if it was updated. Never of one that lacks unavailable packages. */
      lockfile: string | null
    }
  | ({ ok: false } & PackageTrouble)

/** What an installation has fetched so far. */
export type InstallProgress = { packages: number; bytes: number }

/** Installs a repository's packages once for all identical requests. Runs no package scripts. */
export interface Packages {
  /** Throws only `Failure` ('sandbox-unavailable', 'sandbox-lost', 'cancelled'); packages that can't be installed are a result. */
  install(request: PackageRequest, signal: AbortSignal, onProgress?: (progress: InstallProgress) => void): Promise<Installed>
}
