import type { PackageManager } from '#src/domain/packages/lockfiles.ts'
import type { SandboxLabels } from './sandbox.ts'

export type PackageRequest = {
  /** Whose sandbox it is installed in; makes no difference to what is installed. */
  labels: Omit<SandboxLabels, 'purpose'>
  manager: PackageManager
  /** Where the installation's files lie in the workspace; '' is its root. */
  folder: string
  /** Each file's text by its path below `folder`: package.json of each package, settings, the lockfile. */
  files: Readonly<Record<string, string>>
  /** The path of the lockfile below `folder`; `null` where there is none. */
  lockfile: string | null
  /** True where package.json asks for what the lockfile doesn't know; it is brought up to date then. */
  update: boolean
}

/** Installed packages of a repository, kept on this machine. Nothing can change them. */
export type InstalledPackages = {
  /** For `CommandOptions.modules`. */
  id: string
  /** Folders of the workspace that need packages of their own, with the place inside that each has to be a link to. */
  links: Readonly<Record<string, string>>
}

export type Installed =
  | {
      ok: true
      /** `null` where the template's own packages are just those that were asked for. */
      packages: InstalledPackages | null
      /** The lockfile's new text where it was brought up to date. */
      lockfile: string | null
    }
  /** What the package manager said, or which bound was reached. */
  | { ok: false; reason: string }

/** Installs a repository's packages, once for all who ask for the same. Runs no script of any package. */
export interface Packages {
  /** Throws `Failure` ('sandbox-unavailable', 'sandbox-lost', 'cancelled') only; what can't be installed is an answer. */
  install(request: PackageRequest, signal: AbortSignal): Promise<Installed>
}
