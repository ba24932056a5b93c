import { createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createDatabase } from '#src/adapters/prisma/prisma-database.ts'
import { withClient } from '#dev/postgres/database.ts'
import { createTestDatabase } from '#test/support/test-database.ts'
import { opening } from '../../support/database-world.ts'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close()
})

function databaseAt(url: string) {
  const database = createDatabase(url)
  closers.push(() => database.close())
  return database
}

/** A server that accepts connections and closes them at once. */
async function startRudeServer(): Promise<string> {
  const server: Server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => new Promise((resolve) => server.close(resolve)))
  return `postgresql://ollio@127.0.0.1:${(server.address() as AddressInfo).port}/ollio`
}

const BUSY = { name: 'Failure', kind: 'database-busy' }

describe('an unreachable database is a ‘database-busy’ failure, so that the call is retried', () => {
  test.each([
    ['refuses connections', 'postgresql://ollio@127.0.0.1:1/ollio'],
    ['has no address', 'postgresql://ollio@database.invalid/ollio'],
  ])('an unreachable database is a ‘database-busy’ failure, so that the call is retried if it %s', async (_case, url) => {
    const { store, ledger, versionReader } = databaseAt(url)
    await expect(store.turns.openTurn(opening())).rejects.toMatchObject(BUSY)
    await expect(store.steps.steps('0190a000-0000-7000-8000-000000000000')).rejects.toMatchObject(BUSY)
    await expect(ledger.summary(1, 1)).rejects.toMatchObject(BUSY)
    await expect(versionReader.preview('0'.repeat(32))).rejects.toMatchObject(BUSY)
  })

  test('an unreachable database is a ‘database-busy’ failure, so that the call is retried if it closes the connection', async () => {
    await expect(databaseAt(await startRudeServer()).ledger.summary(1, 1)).rejects.toMatchObject(BUSY)
  })

  test('an unreachable database is a ‘database-busy’ failure, so that the call is retried if an administrator ends the connection, and the next call reconnects', async () => {
    const made = await createTestDatabase()
    const { url } = made
    closers.push(() => made.drop())
    const { store, ledger } = databaseAt(url)
    const [, ended] = await Promise.all([
      endConnectionsOnceLocked(url),
      withLock(url, () => expect(store.turns.openTurn(opening())).rejects.toMatchObject(BUSY)),
    ])
    expect(ended).toBeUndefined()
    expect(await ledger.summary(1, 1)).toBeNull()
  })
})

test('a failure’s message contains no password', async () => {
  const { ledger } = databaseAt('postgresql://ollio:hunter2@127.0.0.1:1/ollio')
  const error: unknown = await ledger.summary(1, 1).catch((thrown: unknown) => thrown)
  expect(String(error)).not.toContain('hunter2')
})

/** Blocks everybody else while `work` runs. */
function withLock(url: string, work: () => Promise<void>): Promise<void> {
  return withClient(url, async (client) => {
    await client.query(`SET application_name = 'keeper'; BEGIN; LOCK TABLE "Turn" IN ACCESS EXCLUSIVE MODE`)
    await work()
  })
}

async function endConnectionsOnceLocked(url: string): Promise<void> {
  await withClient(url, async (client) => {
    const sql = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`
    while ((await client.query(sql)).rowCount === 0) await new Promise((resolve) => setTimeout(resolve, 20))
  })
}
