import type { Ledger } from '#src/ports/ledger.ts'
import type { Projects } from '#src/ports/projects.ts'
import type { VersionReader } from '#src/ports/version-reader.ts'
import { openClient } from './client.ts'
import { createLedger } from './ledger.ts'
import { createProjects } from './projects.ts'
import { createVersionReader } from './version-reader.ts'

export type Database = { projects: Projects; ledger: Ledger; versions: VersionReader; close(): Promise<void> }

/** Everything that lives in PostgreSQL, over one pool of connections. */
export function createDatabase(databaseUrl: string): Database {
  const client = openClient(databaseUrl)
  return {
    projects: createProjects(client),
    ledger: createLedger(client),
    versions: createVersionReader(client),
    close: () => client.$disconnect(),
  }
}
