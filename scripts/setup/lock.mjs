import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const LOOK_EVERY_MS = 200
/** No setup takes this long. The owner of an older lock hangs. */
const OLDEST_LOCK_MS = 30 * 60_000

/** Runs `work` while no other setup of this checkout runs. Takes over the lock of a process that died. */
export async function withLock(root, work) {
  makeFolder(join(root, '.ollio'))
  const lock = join(root, '.ollio', 'setup.lock')
  let isReported = false
  while (!take(lock)) {
    if (removeIfOrphaned(lock)) continue
    if (!isReported) console.log('ollio: waiting for another setup of this checkout')
    isReported = true
    await sleep(LOOK_EVERY_MS)
  }
  try {
    await work()
  } finally {
    // A process that waited too long may have taken over the lock.
    if (readOwner(lock)?.pid === String(process.pid)) rmSync(lock, { force: true })
  }
}

/** Without `recursive`, which reports a read-only disk as a missing folder. */
function makeFolder(path) {
  try {
    mkdirSync(path)
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
}

/** A hard link appears together with its content and fails if the file exists, so a lock always has an owner. */
function take(lock) {
  const mine = `${lock}.${process.pid}`
  writeFileSync(mine, String(process.pid))
  try {
    return linkWhereNothingIs(mine, lock)
  } finally {
    rmSync(mine, { force: true })
  }
}

function linkWhereNothingIs(file, link) {
  try {
    linkSync(file, link)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** True if the lock was orphaned and is now gone. */
function removeIfOrphaned(lock) {
  const owner = readOwner(lock)
  if (owner === null) return true
  if (isSetup(owner.pid) && owner.ageMs < OLDEST_LOCK_MS) return false
  // Renamed first: another process may have taken the lock after it was read. In that case the lock is put back.
  const aside = `${lock}.${process.pid}.orphan`
  try {
    renameSync(lock, aside)
  } catch (error) {
    if (error.code === 'ENOENT') return true
    throw error
  }
  if (readOwner(aside)?.pid !== owner.pid) linkWhereNothingIs(aside, lock)
  rmSync(aside, { force: true })
  return true
}

function readOwner(lock) {
  try {
    return { pid: readFileSync(lock, 'utf8'), ageMs: Date.now() - statSync(lock).mtimeMs }
  } catch (error) {
    if (error.code === 'ENOENT') return null
    throw error
  }
}

/** The process must not be this one: containers reuse process ids quickly, and a zombie process keeps its id. */
function isSetup(pid) {
  try {
    return pid !== String(process.pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('setup.mjs')
  } catch {
    return false
  }
}
