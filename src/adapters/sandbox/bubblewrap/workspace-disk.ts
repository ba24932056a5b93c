import { execFile } from 'node:child_process'
import { stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import { findSystemProgram } from './find-system-program.ts'

const run = promisify(execFile)
const TIMEOUT_MS = 10_000
const INODES_PER_MB = 200

/**
 * Mounts a file system of its own on the folder, with limits of megabytes and files. It is in memory, outlives the process that mounted it,
 * and is gone after a reboot.
 */
export async function mountDisk(folder: string, { megabytes, uid }: { megabytes: number; uid: number }): Promise<void> {
  const options = `size=${megabytes}m,nr_inodes=${megabytes * INODES_PER_MB},mode=0755,uid=${uid},gid=${uid},nosuid,nodev`
  await run(findSystemProgram('mount') ?? 'mount', ['-t', 'tmpfs', '-o', options, 'ollio', folder], { timeout: TIMEOUT_MS })
}

/** Unmounts it, even while something still uses it. Idempotent, also from two processes at once. */
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
