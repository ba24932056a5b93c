import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { TemplateName } from '#src/domain/repository/choose-template.ts'
import { shopFiles } from '#dev/sample-shop-files.ts'

const WORK = fileURLToPath(new URL('../dev/recordings/pricing-card/generated/', import.meta.url))

/**
 * The files that a turn checks: the sample repository with a pricing card and the page that shows it. The template nextjs also gets Next.js
 * as a dependency.
 */
export async function sampleWork(template: TemplateName): Promise<Record<string, Uint8Array>> {
  const entries = await readdir(WORK, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(WORK, join(entry.parentPath, entry.name)))
  const made = await Promise.all(paths.map(async (path) => [path, await readFile(join(WORK, path))] as const))
  const shop = await shopFiles()
  const manifest = template === 'nextjs' ? { 'package.json': withNext(shop['package.json']) } : {}
  return { ...shop, ...Object.fromEntries(made), ...manifest }
}

function withNext(bytes: Uint8Array | undefined): Uint8Array {
  const manifest = z.looseObject({ dependencies: z.record(z.string(), z.string()) }).parse(JSON.parse(new TextDecoder().decode(bytes)))
  return new TextEncoder().encode(JSON.stringify({ ...manifest, dependencies: { ...manifest.dependencies, next: '^16.0.0' } }))
}
