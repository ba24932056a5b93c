import type { Prices } from '#src/domain/credits/money.ts'
import type { Ledger } from '#src/ports/ledger.ts'
import type { Projects } from '#src/ports/projects.ts'
import type { RepositoryReader } from '#src/ports/repository-reader.ts'
import type { VersionReader } from '#src/ports/version-reader.ts'
import { openClient } from './prisma-client.ts'
import { createLedger } from './prisma-ledger.ts'
import { createProjects } from './prisma-projects.ts'
import { createRepositoryReader } from './prisma-repository-reader.ts'
import { createVersionReader } from './prisma-version-reader.ts'

export type Database = {
  projects: Projects
  ledger: Ledger
  versions: VersionReader
  repositories: RepositoryReader
  close(): Promise<void>
}

const NO_PRICES: Prices = { in: 0, out: 0 }

/** All stores in PostgreSQL, over one connection pool. `prices` is used to calculate the cost on receipts. */
export function createDatabase(databaseUrl: string, prices = NO_PRICES): Database {
  const client = openClient(databaseUrl)
  return {
    projects: createProjects(client, prices),
    ledger: createLedger(client),
    versions: createVersionReader(client, prices),
    repositories: createRepositoryReader(client),
    close: () => client.$disconnect(),
  }
}
