import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const LOOK_EVERY_MS = 200
/** No setup takes that long: the owner of an older lock hangs. */
const OLDEST_LOCK_MS = 30 * 60_000

/** Runs `work` while no other setup of this checkout works. The lock of a process that died is taken over. */
export async function withLock(root, work) {
  makeFolder(join(root, '.ollio'))
  const lock = join(root, '.ollio', 'setup.lock')
  let told = false
  while (!take(lock)) {
    if (removeIfLeftOver(lock)) continue
    if (!told) console.log('ollio: waiting for another setup of this checkout')
    told = true
    await sleep(LOOK_EVERY_MS)
  }
  try {
    await work()
  } finally {
    // Somebody who waited too long has taken it over.
    if (readOwner(lock)?.pid === String(process.pid)) rmSync(lock, { force: true })
  }
}

/** Not with `recursive`, which calls a disk that can't be written to a folder that is not there. */
function makeFolder(path) {
  try {
    mkdirSync(path)
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  }
}

/** A link appears with its content and only where nothing is: there is never a lock without an owner. */
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

/** True where nobody works behind the lock and it is gone. */
function removeIfLeftOver(lock) {
  const owner = readOwner(lock)
  if (owner === null) return true
  if (isSetup(owner.pid) && owner.ageMs < OLDEST_LOCK_MS) return false
  // Renamed first: between reading and removing, somebody else may have taken the lock, and gets it back.
  const aside = `${lock}.${process.pid}.left-over`
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

/** Another one than this: ids are in use again soon in containers, and a dead process that nobody asks after keeps its own. */
function isSetup(pid) {
  try {
    return pid !== String(process.pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('setup.mjs')
  } catch {
    return false
  }
}
