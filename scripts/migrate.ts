import { join } from 'node:path'
import { applyMigrations } from '#src/adapters/prisma/apply-migrations.ts'
import { readOperatorConfig } from '#src/config/config.ts'
import { environment } from '#src/config/read-settings.ts'
import { runEntryPoint } from '#src/config/run-entry-point.ts'

/** `npm run migrate`: brings the tables of DATABASE_URL to this release, and says what it did. Needs no engine of Prisma's. */
await runEntryPoint(async () => {
  const { databaseUrl } = readOperatorConfig(environment('.env'))
  try {
    const applied = await applyMigrations(databaseUrl, join(import.meta.dirname, '../prisma/migrations'))
    console.log(
      applied.length === 0
        ? 'The tables are up to date.'
        : `Applied ${applied.length} migrations:\n${applied.map((name) => `  ${name}`).join('\n')}`,
    )
  } catch (error) {
    console.error(error instanceof Error ? `The tables could not be migrated: ${error.message}.` : error)
    process.exitCode = 1
  }
})
