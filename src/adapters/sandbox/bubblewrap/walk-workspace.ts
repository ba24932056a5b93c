import type { Dir, Stats } from 'node:fs'
import { constants } from 'node:fs'
import { type FileHandle, lstat, open, opendir } from 'node:fs/promises'
import { splitPath, openFolder } from './open-folder.ts'
import { isPlainName, MAX_DEPTH } from '#src/domain/shared/workspace-path-parts.ts'

export type WorkspaceEntry = { path: string; stats: Stats }

const BATCH = 128

/**
 * Yields every entry below a folder, whatever its kind, without following links. Skips entries that vanish meanwhile and names that are not
 * plain.
 */
export async function* walkWorkspace(
  root: string,
  parts: readonly string[],
  options: { depth: number; enters: (name: string) => boolean },
): AsyncGenerator<WorkspaceEntry> {
  yield* walkFolder(await openFolder(root, parts), parts, { ...options, depth: Math.min(options.depth, MAX_DEPTH - parts.length) })
}

async function* walkFolder(
  folder: FileHandle,
  parts: readonly string[],
  options: { depth: number; enters: (name: string) => boolean },
): AsyncGenerator<WorkspaceEntry> {
  await using opened = folder
  for await (const entries of batches(await opendir(splitPath(opened, '.')), opened)) {
    for (const { name, stats } of entries) {
      const path = [...parts, name]
      yield { path: path.join('/'), stats }
      if (!stats.isDirectory() || options.depth <= 1 || !options.enters(name)) continue
      const inner = await openInner(opened, name)
      if (inner !== null) yield* walkFolder(inner, path, { ...options, depth: options.depth - 1 })
    }
  }
}

async function* batches(names: Dir, folder: FileHandle): AsyncGenerator<{ name: string; stats: Stats }[]> {
  let batch: string[] = []
  for await (const { name } of names) {
    if (isPlainName(name)) batch.push(name)
    if (batch.length < BATCH) continue
    yield await statAll(folder, batch)
    batch = []
  }
  yield await statAll(folder, batch)
}

async function statAll(folder: FileHandle, names: readonly string[]): Promise<{ name: string; stats: Stats }[]> {
  const found = await Promise.all(names.map(async (name) => ({ name, stats: await lstat(splitPath(folder, name)).catch(() => null) })))
  return found.flatMap(({ name, stats }) => (stats === null ? [] : [{ name, stats }]))
}

/** `null` if it is no longer a folder, or its permissions forbid to open it. */
function openInner(folder: FileHandle, name: string): Promise<FileHandle | null> {
  return open(splitPath(folder, name), constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW).catch(() => null)
}
