import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { findSystemProgram } from './find-system-program.ts'

const run = promisify(execFile)
const TIMEOUT_MS = 10_000
const INODES_PER_MB = 200

/**
 * Gives the folder a file system of its own with so many megabytes and files. It lives in memory, outlives the process that made it,
 * and is gone after a reboot.
 */
export async function mountDisk(folder: string, { megabytes, uid }: { megabytes: number; uid: number }): Promise<void> {
  const options = `size=${megabytes}m,nr_inodes=${megabytes * INODES_PER_MB},mode=0755,uid=${uid},gid=${uid},nosuid,nodev`
  await run(findSystemProgram('mount') ?? 'mount', ['-t', 'tmpfs', '-o', options, 'ollio', folder], { timeout: TIMEOUT_MS })
}

/** Takes it away, even while something still uses it; harmless where nothing is mounted, or another process is as far. */
export async function unmountDisk(folder: string): Promise<void> {
  if (!(await isMounted(folder))) return
  try {
    await run(findSystemProgram('umount') ?? 'umount', ['--lazy', folder], { timeout: TIMEOUT_MS })
  } catch (error) {
    if (await isMounted(folder)) throw error
  }
}

export async function isMounted(folder: string): Promise<boolean> {
  const [own, parent] = await Promise.all([stat(folder), stat(dirname(folder))].map((found) => found.catch(() => null)))
  return own != null && parent != null && own.dev !== parent.dev
}
