import path from 'node:path'
import type { Hub } from '../hub.ts'
import {
  collaboratorRow,
  installationRow,
  repositoryRow,
  type InstallationRow,
  type RepositoryRow,
  type Role,
  type UserRow,
} from './row-types.ts'
import { userById } from './user-rows.ts'

/** A repository with its owner and the path of its bare git repository. */
export type Repository = { row: RepositoryRow; owner: UserRow; fullName: string; gitPath: string }

function toRepository(hub: Hub, row: RepositoryRow): Repository {
  const owner = userById(hub.store, row.owner_id)
  return { row, owner, fullName: `${owner.login}/${row.name}`, gitPath: path.join(hub.repositoriesFolder, `${row.id}.git`) }
}

export function findRepository(hub: Hub, owner: string, name: string): Repository | undefined {
  const sql = 'SELECT r.* FROM repositories r JOIN users u ON u.id = r.owner_id WHERE u.login = ? AND r.name = ?'
  const row = hub.store.get(repositoryRow, sql, owner, name)
  return row === undefined ? undefined : toRepository(hub, row)
}

export function repositoryById(hub: Hub, id: number): Repository {
  return toRepository(hub, hub.store.one(repositoryRow, 'SELECT * FROM repositories WHERE id = ?', id))
}

export function listRepositories(hub: Hub): Repository[] {
  return hub.store.all(repositoryRow, 'SELECT * FROM repositories ORDER BY id').map((row) => toRepository(hub, row))
}

export function repositoriesOf(hub: Hub, installation: InstallationRow): Repository[] {
  return listRepositories(hub).filter(({ row }) => row.owner_id === installation.account_id)
}

/** A person's role; `null` without one. */
export function roleOf(hub: Hub, repository: Repository, userId: number): Role | null {
  if (userId === repository.row.owner_id) return 'admin'
  const sql = 'SELECT user_id, role FROM collaborators WHERE repository_id = ? AND user_id = ?'
  return hub.store.get(collaboratorRow, sql, repository.row.id, userId)?.role ?? null
}

/** The app is installed for the owner's whole account. */
export function installationOf(hub: Hub, repository: Repository): InstallationRow {
  return hub.store.one(installationRow, 'SELECT * FROM installations WHERE account_id = ?', repository.row.owner_id)
}

export function installationById(hub: Hub, id: number): InstallationRow | undefined {
  return hub.store.get(installationRow, 'SELECT * FROM installations WHERE id = ? AND account_id IS NOT NULL', id)
}

export function touchRepository(hub: Hub, repository: Repository, pushedAt: string): void {
  hub.store.update('repositories', repository.row.id, { pushed_at: pushedAt, updated_at: pushedAt })
}
