import { readFileSync } from 'node:fs'
import { lstat, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { endControlGroup } from '../control-groups.ts'
import { killGroup } from '../run-isolated.ts'

/** The folder of one running browser contains its wrapper, its process id, and the list of its control groups. */
const PREFIX = 'ollio-browser-'
const GROUPS = 'groups.json'
const PID = 'pid'

export async function makeBrowserFolder(groups: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), PREFIX))
  await writeFile(join(folder, GROUPS), JSON.stringify(groups))
  return folder
}

/** The file to which the browser's wrapper writes its process id. */
export function pidFileIn(folder: string): string {
  return join(folder, PID)
}

export function killBrowser(folder: string): void {
  const pid = browserPid(folder)
  if (pid !== undefined) killGroup({ pid })
}

/** Undefined before the browser has started. */
export function browserPid(folder: string): number | undefined {
  try {
    return Number(readFileSync(pidFileIn(folder), 'utf8')) || undefined
  } catch {
    return undefined
  }
}

/** Ends all processes of the browser and removes its folder. Idempotent. */
export async function removeBrowserFolder(folder: string): Promise<void> {
  await endControlGroup(await groupsIn(folder))
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}

/** Removes folders that are older than any visit takes. Their process ids may have been reused, so only their control groups are ended. */
export async function removeOrphanedBrowserFolders(olderThanMs: number): Promise<number> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(PREFIX))
  let swept = 0
  for (const folder of names.map((name) => join(tmpdir(), name))) {
    const made = await lstat(folder).catch(() => null)
    // Anybody can create a folder with this name in the temporary folder, so only our own are trusted.
    if (made === null || !made.isDirectory() || made.uid !== process.getuid?.() || Date.now() - made.mtimeMs < olderThanMs) continue
    await removeBrowserFolder(folder)
    swept += 1
  }
  return swept
}

async function groupsIn(folder: string): Promise<string[]> {
  const text = await readFile(join(folder, GROUPS), 'utf8').catch(() => '[]')
  return z.array(z.string()).catch([]).parse(JSON.parse(text))
}
