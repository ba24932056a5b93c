import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { z } from 'zod'

const manifestSchema = z.object({ default_permissions: z.record(z.string(), z.enum(['read', 'write'])) })

/** Permissions in the GitHub App manifest. The local GitHub grants no others. */
export async function appPermissions(): Promise<Record<string, 'read' | 'write'>> {
  return manifestSchema.parse(parse(await readFile('app.yml', 'utf8'))).default_permissions
}
