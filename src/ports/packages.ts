import type { PackageManager } from '#src/domain/packages/lockfiles.ts'
import type { SandboxLabels } from './sandbox.ts'

export type PackageRequest = {
  /** The labels of the sandbox for the installation; they don't affect what is installed. */
  labels: Omit<SandboxLabels, 'purpose'>
  manager: PackageManager
  /** The folder of the installation in the workspace; '' is its root. */
  folder: string
  /** Text by path below `folder`: the package.json of each package, settings and the lockfile. */
  files: Readonly<Record<string, string>>
  /** The path of the lockfile below `folder`; `null` if there is none. */
  lockfile: string | null
  /** True if package.json asks for packages that are not in the lockfile; the lockfile is then updated. */
  update: boolean
}

/** Installed packages of a repository, stored on this machine. Read-only. */
export type InstalledPackages = {
  /** For `CommandOptions.packages`. */
  id: string
  /** Folders of the workspace that need their own packages, with the path in the installation that each links to. */
  links: Readonly<Record<string, string>>
}

export type Installed =
  | {
      ok: true
      /** `null` if the template's own packages are exactly the requested ones. */
      packages: InstalledPackages | null
      /** The new text of the lockfile if it was updated. */
      lockfile: string | null
    }
  /** The output of the package manager, or the limit that was exceeded. */
  | { ok: false; reason: string }

/** Installs a repository's packages once for all identical requests. Runs no package scripts. */
export interface Packages {
  /** Throws only `Failure` ('sandbox-unavailable', 'sandbox-lost', 'cancelled'); packages that can't be installed are a result. */
  install(request: PackageRequest, signal: AbortSignal): Promise<Installed>
}
