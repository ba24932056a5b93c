import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { releaseLock } from '#dev/postgres/stale-lock.ts'
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject, afterAll, beforeAll, describe, expect, test } from 'vitest'
import { applyMigrations } from '#src/adapters/prisma/apply-migrations.ts'
import { createDatabase, withClient } from '#dev/postgres/database.ts'
import { startPostgres } from '#dev/postgres/start-postgres.ts'
import { createTestDatabase } from '#test/support/test-database.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ollio-postgres-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function keep(url: string, word: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query('CREATE TABLE IF NOT EXISTS words (word text)')
    await client.query('INSERT INTO words VALUES ($1)', [word])
  })
}

async function kept(url: string): Promise<string[]> {
  return withClient(url, async (client) =>
    (await client.query<{ word: string }>('SELECT word FROM words ORDER BY word')).rows.map(({ word }) => word),
  )
}

describe('the embedded server', () => {
  test('the embedded server keeps its data across restarts', async () => {
    const first = await startPostgres({ folder: join(folder, 'kept') })
    await keep(await first.createDatabase('shelf'), 'one')
    await first.stop()
    const second = await startPostgres({ folder: join(folder, 'kept') })
    expect(await kept(await second.createDatabase('shelf'))).toEqual(['one'])
    await second.stop()
  })

  test('the embedded server starts although a crashed run left its lock file, with a process id that is in use again', async () => {
    const first = await startPostgres({ folder: join(folder, 'crashed') })
    const lockFile = join(folder, 'crashed', 'data', 'postmaster.pid')
    const lock = await readFile(lockFile, 'utf8')
    await first.stop()
    await writeFile(lockFile, lock.replace(/^\d+/, String(process.pid)))
    const second = await startPostgres({ folder: join(folder, 'crashed') })
    expect(await createDatabase(second.url, 'postgres')).toBe(second.url)
    await second.stop()
  })

  test('the lock file of a living server that accepts no connections yet is left alone until the server has ended', async () => {
    const data = join(folder, 'recovering')
    const lockFile = join(data, 'postmaster.pid')
    await mkdir(data)
    // A process that looks like a server on this data folder.
    const server = spawn('/bin/sh', ['-c', 'sleep 60; true', 'postgres', data])
    await writeFile(lockFile, `${server.pid}\n${data}\n1\n1\n`)
    let isReleased = false
    const releasing = releaseLock(data).then(() => (isReleased = true))
    await sleep(1_500)
    expect(isReleased).toBe(false)
    expect(await readFile(lockFile, 'utf8')).toContain(data)
    server.kill('SIGKILL')
    await releasing
    await expect(readFile(lockFile)).rejects.toThrow('ENOENT')
  })

  test('the embedded server removes a data folder that was never completed', async () => {
    const making = join(folder, 'half', 'making-1')
    await mkdir(join(making, 'base'), { recursive: true })
    await writeFile(join(making, 'PG_VERSION'), '18\n')
    const server = await startPostgres({ folder: join(folder, 'half') })
    await keep(server.url, 'here')
    expect(await kept(server.url)).toEqual(['here'])
    await server.stop()
    await expect(readFile(join(making, 'PG_VERSION'))).rejects.toThrow('ENOENT')
  })

  test('the embedded server rejects a second server on the same data, with an explanation', async () => {
    const server = await startPostgres({ folder: join(folder, 'twice') })
    await expect(startPostgres({ folder: join(folder, 'twice') })).rejects.toThrow('Is the demo already running?')
    await keep(server.url, 'unharmed')
    await server.stop()
  })
})

describe('migrations', () => {
  const FOLDER = 'prisma/migrations'

  async function emptyDatabase(): Promise<string> {
    return createDatabase(inject('postgresUrl'), `empty_${crypto.randomUUID().replaceAll('-', '')}`)
  }

  async function rows(url: string): Promise<unknown[]> {
    return withClient(
      url,
      async (client) => (await client.query('SELECT migration_name, checksum, applied_steps_count FROM _prisma_migrations')).rows,
    )
  }

  test('migrations are applied once, with the same checksums as Prisma’s', async () => {
    const url = await emptyDatabase()
    const names = await applyMigrations(url, FOLDER)
    expect(names.length).toBeGreaterThan(0)
    expect(await applyMigrations(url, FOLDER)).toEqual([])
    const checksum: unknown = expect.stringMatching(/^[0-9a-f]{64}$/)
    expect(await rows(url)).toEqual(names.map((name) => ({ migration_name: name, checksum, applied_steps_count: 1 })))
  })

  test('migrations are applied by one process if several start at once', async () => {
    const url = await emptyDatabase()
    const applied = await Promise.all([applyMigrations(url, FOLDER), applyMigrations(url, FOLDER), applyMigrations(url, FOLDER)])
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1)
  })

  test('migrations that were changed after they were applied cause an error with their name', async () => {
    const url = await emptyDatabase()
    const changed = join(folder, 'changed')
    await cp(FOLDER, changed, { recursive: true })
    const [name = ''] = await applyMigrations(url, changed)
    await appendFile(join(changed, name, 'migration.sql'), '\n-- a later thought\n')
    await expect(applyMigrations(url, changed)).rejects.toThrow(`Migration ${name} was changed after it had been applied`)
  })

  test('migrations that fail leave nothing behind', async () => {
    const url = await emptyDatabase()
    const broken = join(folder, 'broken')
    await mkdir(join(broken, '1_broken'), { recursive: true })
    await writeFile(join(broken, '1_broken', 'migration.sql'), 'CREATE TABLE half (id int); SELECT nonsense;')
    await expect(applyMigrations(url, broken)).rejects.toThrow('Migration 1_broken failed')
    expect(await rows(url)).toEqual([])
    expect(await withClient(url, async (client) => (await client.query("SELECT to_regclass('half') AS half")).rows)).toEqual([
      { half: null },
    ])
  })
})

test('each test database is a separate migrated copy', async () => {
  const [one, other] = await Promise.all([createTestDatabase(), createTestDatabase()])
  await keep(one.url, 'only here')
  const tables = await withClient(
    other.url,
    async (client) => (await client.query<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'")).rows,
  )
  expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(['Project', 'Turn', '_prisma_migrations']))
  expect(tables.map(({ name }) => name)).not.toContain('words')
  await Promise.all([one.drop(), other.drop()])
})
