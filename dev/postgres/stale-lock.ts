import { readFile, rm } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SetupError } from '../setup-error.ts'

/** How long a server that accepts connections may take to go away, and one that is starting, recovering or shutting down. */
const WAIT_MS = { serving: 12_000, other: 180_000 }

/**
 * Removes the lock file of a crashed server in `data`. PostgreSQL does so too, except if the process id is in use again, which is common in
 * containers. Never touches the lock of a living server: waits for one that is shutting down, and fails if it stays.
 */
export async function releaseLock(data: string): Promise<void> {
  const lockFile = join(data, 'postmaster.pid')
  const startedMs = Date.now()
  for (;;) {
    const lock = await readLock(lockFile)
    if (lock === null) return
    if (!(await isServerOf(data, lock.pid))) break
    const limitMs = (await listens(lock.port)) ? WAIT_MS.serving : WAIT_MS.other
    if (Date.now() - startedMs > limitMs)
      throw new SetupError(`PostgreSQL already runs on ${data} (process ${lock.pid}). Is the demo already running?`)
    await sleep(100)
  }
  await rm(lockFile, { force: true })
}

/** Line 1 has the process id, line 4 the port. */
async function readLock(lockFile: string): Promise<{ pid: number; port: number } | null> {
  const text = await readFile(lockFile, 'utf8').catch(() => null)
  if (text === null) return null
  const lines = text.split('\n')
  return { pid: Number(lines[0]), port: Number(lines[3]) }
}

/** True if the process is a PostgreSQL server on this data folder, in whatever state it is. */
async function isServerOf(data: string, pid: number): Promise<boolean> {
  if (!(pid > 0)) return false
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')
  return command.includes('postgres') && command.split('\0').includes(data)
}

async function listens(port: number): Promise<boolean> {
  if (!(port > 0)) return false
  return new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port, timeout: 1_000 })
    const end = (open: boolean) => () => {
      socket.destroy()
      resolve(open)
    }
    socket.once('connect', end(true)).once('error', end(false)).once('timeout', end(false))
  })
}
