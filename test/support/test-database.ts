import { randomUUID } from 'node:crypto'
import { inject } from 'vitest'
import { createDatabase, dropDatabase } from '#dev/postgres/database.ts'

export type TestDatabase = { url: string; drop(): Promise<void> }

/** A migrated, empty database of its own, in about twenty milliseconds. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const adminUrl = inject('postgresUrl')
  const name = `ollio_test_${randomUUID().replaceAll('-', '')}`
  const url = await createDatabase(adminUrl, name, { template: inject('templateDatabase') })
  return { url, drop: () => dropDatabase(adminUrl, name) }
}
