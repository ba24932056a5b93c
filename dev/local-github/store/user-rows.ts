import { now } from '../current-time.ts'
import { userRow, type UserRow } from './row-types.ts'
import type { Store } from './store.ts'

export function userById(store: Store, id: number): UserRow {
  return store.one(userRow, 'SELECT * FROM users WHERE id = ?', id)
}

export function userByLogin(store: Store, login: string): UserRow | undefined {
  return store.get(userRow, 'SELECT * FROM users WHERE login = ?', login)
}

export function ensureUser(store: Store, login: string, type: UserRow['type']): UserRow {
  const known = userByLogin(store, login)
  if (known !== undefined) return known
  return userById(store, store.insert('users', { login, type, created_at: now() }))
}
