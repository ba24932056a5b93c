import type { InstallationRow, Permissions, UserRow } from './store/row-types.ts'

/** Who sent a request. */
export type Actor =
  | { kind: 'anonymous' }
  /** The app as itself, by its JWT: for `/app` only. */
  | { kind: 'app' }
  | { kind: 'person'; user: UserRow }
  | {
      kind: 'installation'
      user: UserRow
      installation: InstallationRow
      permissions: Permissions
      /** `null`: all that the installation sees. */
      repositoryIds: readonly number[] | null
    }
