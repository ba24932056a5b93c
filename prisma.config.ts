import { lookup } from 'node:dns/promises'
import { readdir } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { defineConfig } from 'prisma/config'

/**
 * Every command of Prisma wants a schema engine, which is downloaded; `generate` never runs it.
 * Where it can't be had, any program stands in for it, so that the client can be generated offline.
 */
async function engineIsWithinReach(): Promise<boolean> {
  const enginesFolder = dirname(
    createRequire(createRequire(import.meta.url).resolve('prisma/package.json')).resolve('@prisma/engines/package.json'),
  )
  const files = await readdir(enginesFolder)
  if (files.some((name) => name.startsWith('schema-engine'))) return true
  return lookup('binaries.prisma.sh').then(
    () => true,
    () => false,
  )
}

if (!process.env['PRISMA_SCHEMA_ENGINE_BINARY'] && !(await engineIsWithinReach()))
  process.env['PRISMA_SCHEMA_ENGINE_BINARY'] = process.execPath

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  ...(process.env['DATABASE_URL'] ? { datasource: { url: process.env['DATABASE_URL'] } } : {}),
})
