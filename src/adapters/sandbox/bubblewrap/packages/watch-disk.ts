import { statfs } from 'node:fs/promises'

const POLL_MS = 500
/** What an installation leaves free for everything else on the disk. */
const RESERVE_BYTES = 1024 * 1024 * 1024

/** `full`: the disk has no room left; `outgrown`: more was written than an installation may take. */
export type DiskEnd = 'full' | 'outgrown'

/**
 * Watches the disk of a folder while something is written there. `maxBytes`: how much less may be free than at the start. A limit that the
 * kernel enforces would need a disk of its own for each installation.
 */
export async function watchDisk(folder: string, maxBytes: number, onEnd: (end: DiskEnd) => void): Promise<{ stop: () => void }> {
  const startBytes = await freeBytes(folder)
  let isAsking = false
  const look = async (): Promise<void> => {
    // If it fails, the next look may succeed; an installation also ends by its clock.
    const bytes = await freeBytes(folder).catch(() => null)
    if (bytes === null) return
    if (bytes < RESERVE_BYTES) onEnd('full')
    else if (startBytes - bytes > maxBytes) onEnd('outgrown')
  }
  const timer = setInterval(() => {
    if (isAsking) return
    isAsking = true
    void look().finally(() => (isAsking = false))
  }, POLL_MS)
  return { stop: () => clearInterval(timer) }
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}
