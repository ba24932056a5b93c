import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { OrphanedFiles } from '#src/ports/orphaned-files.ts'
import { removeOrphanedBrowserFolders } from './browser/browser-folder.ts'
import { destroySandbox, readSandboxFile } from './sandbox-folder.ts'

/** Longer than any sandbox takes to create, and than any visit of a page. */
const OLD_MS = 15 * 60_000

/** Removes what killed processes left behind: folders of sandboxes and of browsers. Only tests pass another `olderThanMs`. */
export function createBubblewrapOrphans(folder: string, olderThanMs: number = OLD_MS): OrphanedFiles {
  return {
    async sweep() {
      const [sandboxes, browsers] = await Promise.all([sweepSandboxFolders(folder, olderThanMs), removeOrphanedBrowserFolders(olderThanMs)])
      return sandboxes + browsers
    },
  }
}

/** Folders that `list` doesn't return, because the process that created them was killed before it wrote their description. */
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
