import { readFile, rm } from 'node:fs/promises'
import { createConnection } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SetupError } from '../setup-error.ts'

const WAIT_MS = 12_000
/** A server binds its port shortly after it writes the lock file. */
const SETTLE_MS = 500

/**
 * Removes the lock file of a crashed server in `data`. PostgreSQL does so too, except if the process id is in use again, which is common in
 * containers. Waits for a server that is shutting down.
 */
export async function releaseLock(data: string): Promise<void> {
  const lockFile = join(data, 'postmaster.pid')
  const deadline = Date.now() + WAIT_MS
  for (;;) {
    const lock = await readLock(lockFile)
    if (lock === null) return
    if (!lives(lock.pid)) break
    if (!(await listens(lock.port))) {
      await sleep(SETTLE_MS)
      if ((await readLock(lockFile))?.pid === lock.pid && !(await listens(lock.port))) break
      continue
    }
    if (Date.now() > deadline)
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

function lives(pid: number): boolean {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
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
