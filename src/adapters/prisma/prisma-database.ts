import type { Prices } from '#src/domain/credits/money.ts'
import type { Ledger } from '#src/ports/ledger.ts'
import type { RepositoryReader } from '#src/ports/repository-reader.ts'
import type { VersionReader } from '#src/ports/version-reader.ts'
import { openClient } from './prisma-client.ts'
import { createLedger } from './prisma-ledger.ts'
import { createRepositoryReader } from './prisma-repository-reader.ts'
import { createStore } from './prisma-store.ts'
import type { ProjectStore } from '#src/ports/project-store.ts'
import { createVersionReader } from './prisma-version-reader.ts'

export type Database = {
  store: ProjectStore
  ledger: Ledger
  versionReader: VersionReader
  repositoryReader: RepositoryReader
  close(): Promise<void>
}

const NO_PRICES: Prices = { in: 0, out: 0 }

/** All stores in PostgreSQL, over one connection pool. `prices` is used to calculate the cost on receipts. */
export function createDatabase(databaseUrl: string, prices = NO_PRICES): Database {
  const client = openClient(databaseUrl)
  return {
    store: createStore(client, prices),
    ledger: createLedger(client),
    versionReader: createVersionReader(client, prices),
    repositoryReader: createRepositoryReader(client),
    close: () => client.$disconnect(),
  }
}
