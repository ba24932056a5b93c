import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'

/** The advisory lock number of `prisma migrate`, so that the two never run at the same time. */
const MIGRATION_LOCK = 72_707_369

/** Prisma's own table, so that `prisma migrate status` and `deploy` know the migrations applied here. */
const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL,
  logs TEXT, rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0
)`

/**
 * Applies pending migrations in order, each in a transaction, and returns their names. Throws if an applied migration was changed later, if
 * one failed before, or if the database is of a newer release.
 */
export async function applyMigrations(databaseUrl: string, migrationsFolder: string): Promise<string[]> {
  const migrations = await readMigrations(migrationsFolder)
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]) // released when the connection closes
    await client.query(TABLE)
    const applied = await appliedChecksums(client)
    const newer = [...applied.keys()].filter((name) => !migrations.some((migration) => migration.name === name))
    if (newer.length > 0)
      throw new Error(`This database is of a newer release, which applied ${newer.join(', ')}. Start that release instead`)
    const pending = migrations.filter(({ name }) => !applied.has(name))
    for (const { name, checksum } of migrations) {
      if (applied.has(name) && applied.get(name) !== checksum) {
        throw new Error(`Migration ${name} was changed after it had been applied. Restore it and add a new migration instead`)
      }
    }
    for (const migration of pending) await apply(client, migration)
    return pending.map(({ name }) => name)
  } finally {
    await client.end()
  }
}

type Migration = { name: string; sql: string; checksum: string }

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.toSorted().map(async (name) => {
      const bytes = await readFile(join(folder, name, 'migration.sql'))
      return { name, sql: bytes.toString('utf8'), checksum: createHash('sha256').update(bytes).digest('hex') }
    }),
  )
}

async function appliedChecksums(client: Client): Promise<Map<string, string>> {
  const { rows } = await client.query<{ migration_name: string; checksum: string; finished: boolean }>(
    'SELECT migration_name, checksum, finished_at IS NOT NULL AS finished FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  )
  const failed = rows.find((row) => !row.finished)
  if (failed) throw new Error(`Migration ${failed.migration_name} failed before. Resolve it with prisma migrate resolve`)
  return new Map(rows.map((row) => [row.migration_name, row.checksum]))
}

async function apply(client: Client, { name, sql, checksum }: Migration): Promise<void> {
  await client.query('BEGIN')
  try {
    await client.query(sql)
    await client.query(
      'INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, now(), 1)',
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (cause) {
    await client.query('ROLLBACK')
    throw new Error(`Migration ${name} failed. None of its changes were applied`, { cause })
  }
}
