import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { shopFiles } from '#src/local/shop-files.ts'

const WORK = fileURLToPath(new URL('../src/local/recordings/pricing-card/generated/', import.meta.url))

/** What a turn checks: the sample repository with a pricing card in it, and the page that shows the card. Bytes by path. */
export async function sampleWork(): Promise<Record<string, Uint8Array>> {
  const entries = await readdir(WORK, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(WORK, join(entry.parentPath, entry.name)))
  const made = await Promise.all(paths.map(async (path) => [path, await readFile(join(WORK, path))] as const))
  return { ...(await shopFiles()), ...Object.fromEntries(made) }
}
