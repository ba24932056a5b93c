import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const SHOP = fileURLToPath(new URL('./sample-shop/', import.meta.url))

/** Created by tools when somebody works on the shop itself. */
const NOT_COMMITTED = new Set(['node_modules', 'dist'])

/** The files of the sample repository: bytes by path, sorted, with `/` as separator. */
export async function shopFiles(): Promise<Record<string, Uint8Array>> {
  const entries = await readdir(SHOP, { recursive: true, withFileTypes: true })
  const parts = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(SHOP, path.join(entry.parentPath, entry.name)).split(path.sep))
  const paths = parts
    .filter((segments) => !segments.some((segment) => NOT_COMMITTED.has(segment)))
    .map((segments) => segments.join('/'))
    .toSorted()
  return Object.fromEntries(await Promise.all(paths.map(async (name) => [name, await readFile(path.join(SHOP, name))] as const)))
}
