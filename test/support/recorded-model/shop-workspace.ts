import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { shopFiles } from '#dev/sample-shop-files.ts'
import type { Workspace } from './play.ts'

const RECORDINGS = join(import.meta.dirname, '../../../dev/recordings')

/** The sample shop before any turn. */
export async function shop(): Promise<Workspace> {
  const decoder = new TextDecoder()
  return new Map(Object.entries(await shopFiles()).map(([path, bytes]) => [path, decoder.decode(bytes)]))
}

/** The files of a workspace that differ from the shop. */
export async function changed(workspace: Workspace): Promise<Record<string, string>> {
  const before = await shop()
  return Object.fromEntries([...workspace].filter(([path, text]) => before.get(path) !== text))
}

/** The stored files of a recording: the generated ones, replaced and extended by those of a refinement. */
export async function stored(recording: string, refinement?: 'looks' | 'behaviour'): Promise<Record<string, string>> {
  const states = refinement === undefined ? ['generated'] : ['generated', refinement]
  return Object.assign({}, ...(await Promise.all(states.map((state) => textsBelow(join(RECORDINGS, recording, state))))))
}

async function textsBelow(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [relative(folder, path), await readFile(path, 'utf8')] as const)))
}
