import type { InstallationRow, Permissions, UserRow } from './store/row-types.ts'

/** Who sent a request. */
export type Actor =
  | { kind: 'anonymous' }
  /** The app itself, by its JWT; only for `/app`. */
  | { kind: 'app' }
  | { kind: 'person'; user: UserRow }
  | {
      kind: 'installation'
      user: UserRow
      installation: InstallationRow
      permissions: Permissions
      /** `null`: all repositories of the installation. */
      repositoryIds: readonly number[] | null
    }
