import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { OrphanedFiles } from '#src/ports/orphaned-files.ts'
import { removeOrphanedBrowserFolders } from './browser/browser-folder.ts'
import { destroySandbox, readSandboxFile } from './sandbox-folder.ts'

/** Longer than anything takes to be made, and than any visit of a page. */
const OLD_MS = 15 * 60_000

/** What killed processes left in the folder of this machine's sandboxes and of its browsers. `olderThanMs` is another one in tests only. */
export function createBubblewrapOrphans(folder: string, olderThanMs: number = OLD_MS): OrphanedFiles {
  return {
    async sweep() {
      const [sandboxes, browsers] = await Promise.all([sweepSandboxFolders(folder, olderThanMs), removeOrphanedBrowserFolders(olderThanMs)])
      return sandboxes + browsers
    },
  }
}

/** Folders of which no list tells, since their maker was killed before its first note. */
async function sweepSandboxFolders(folder: string, olderThanMs: number): Promise<number> {
  let swept = 0
  for (const name of await readdir(folder).catch(() => [])) {
    const place = join(folder, name)
    const made = await stat(place).catch(() => null)
    if (made === null || Date.now() - made.mtimeMs < olderThanMs || (await readSandboxFile(place)) !== null) continue
    await destroySandbox(place)
    swept += 1
  }
  return swept
}
