import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const LOOK_EVERY_MS = 200
/** No setup takes that long: an older lock is left over, though its process id may be in use again. */
const OLDEST_LOCK_MS = 30 * 60_000

/** Runs `work` while no other setup of this checkout works. The lock of a process that died is taken over. */
export async function withLock(root, work) {
  mkdirSync(join(root, '.ollio'), { recursive: true })
  const lock = join(root, '.ollio', 'setup.lock')
  const mine = `${lock}.${process.pid}`
  writeFileSync(mine, String(process.pid))
  try {
    for (let tries = 0; !take(mine, lock); tries += 1) {
      if (tries === 0) console.log('ollio: waiting for another setup of this checkout')
      if (!removeIfDead(lock, mine)) await sleep(LOOK_EVERY_MS)
    }
    try {
      await work()
    } finally {
      rmSync(lock, { force: true })
    }
  } finally {
    rmSync(mine, { force: true })
  }
}

/** A link appears with its content and only where nothing is: there is never a lock without an owner. */
function take(mine, lock) {
  try {
    linkSync(mine, lock)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** True where the lock's owner is dead and the lock is gone. */
function removeIfDead(lock, mine) {
  const owner = readOwner(lock)
  if (owner === null) return true
  if (isAlive(owner.pid) && owner.ageMs < OLDEST_LOCK_MS) return false
  // Renamed first: between reading and removing, somebody else may have taken the lock.
  const aside = `${mine}.stale`
  try {
    renameSync(lock, aside)
  } catch {
    return true
  }
  if (readOwner(aside)?.pid !== owner.pid) take(aside, lock)
  rmSync(aside, { force: true })
  return true
}

function readOwner(lock) {
  try {
    return { pid: Number(readFileSync(lock, 'utf8')), ageMs: Date.now() - statSync(lock).mtimeMs }
  } catch {
    return null
  }
}

function isAlive(pid) {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}
