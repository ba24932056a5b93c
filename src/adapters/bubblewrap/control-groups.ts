import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { dirname, join } from 'node:path'
import { processGroups, type ProcessGroups } from './process-groups.ts'

/**
 * The memory and the number of processes of a whole sandbox, by the kernel's control groups: version 1 or 2, whichever this machine
 * lets us use. A group is known by its folders, so another process can end it.
 */
export type ControlGroups = {
  create(name: string, limits: { memoryMb: number; processes: number }): string[]
}

const KILL_ROUNDS = 200
const KILL_PAUSE_MS = 5

/** Finds out by trying; `null` where no group can be made or entered. */
export function findControlGroups(): ControlGroups | null {
  const groups = processGroups()
  return [...candidates(groups)].find(isUsable) ?? null
}

function* candidates(groups: ProcessGroups): Generator<ControlGroups> {
  if (groups.memory !== null && groups.pids !== null) yield version1(groups.memory, groups.pids)
  // Version 2 forbids groups beside processes in one folder, so it is tried from the parent of our own up.
  for (let folder = groups.unified; folder !== null; folder = folder === groups.unifiedMount ? null : dirname(folder))
    yield version2(folder)
}

function version1(memory: string, pids: string): ControlGroups {
  return {
    create: (name, limits) => {
      const folders = [join(memory, `ollio-${name}`), join(pids, `ollio-${name}`)]
      for (const folder of folders) mkdirSync(folder)
      writeFileSync(join(memory, `ollio-${name}`, 'memory.limit_in_bytes'), String(limits.memoryMb * 1024 * 1024))
      writeFileSync(join(pids, `ollio-${name}`, 'pids.max'), String(limits.processes))
      return folders
    },
  }
}

function version2(parent: string): ControlGroups {
  return {
    create: (name, limits) => {
      const ours = join(parent, 'ollio')
      writeFileSync(join(parent, 'cgroup.subtree_control'), '+memory +pids')
      mkdirSync(ours, { recursive: true })
      writeFileSync(join(ours, 'cgroup.subtree_control'), '+memory +pids')
      mkdirSync(join(ours, name))
      writeFileSync(join(ours, name, 'memory.max'), String(limits.memoryMb * 1024 * 1024))
      writeFileSync(join(ours, name, 'memory.swap.max'), '0')
      writeFileSync(join(ours, name, 'pids.max'), String(limits.processes))
      return [join(ours, name)]
    },
  }
}

function isUsable(groups: ControlGroups): boolean {
  const name = `probe-${randomBytes(6).toString('hex')}`
  let folders: string[] = []
  try {
    folders = groups.create(name, { memoryMb: 64, processes: 16 })
    const [file = '', ...args] = inControlGroup(folders, ['/bin/true'])
    return spawnSync(file, args, { env: {}, timeout: 5_000 }).status === 0
  } catch {
    return false
  } finally {
    removeFolders(folders)
  }
}

/** The command line that enters the group and then becomes `argv`, so that nothing of it ever runs outside. */
export function inControlGroup(folders: readonly string[], argv: readonly string[]): string[] {
  if (folders.length === 0) return [...argv]
  const script = `${folders.map((_, index) => `echo 0 > "$${index + 1}" && `).join('')}shift ${folders.length} && exec "$@"`
  return ['/bin/sh', '-c', script, 'sh', ...folders.map((folder) => join(folder, 'cgroup.procs')), ...argv]
}

/** How often the kernel ended a process of the group for its memory. */
export function outOfMemoryKills(folders: readonly string[]): number {
  const files = folders.flatMap((folder) => ['memory.oom_control', 'memory.events'].map((name) => join(folder, name)))
  const texts = files.filter((file) => existsSync(file)).map((file) => readFileSync(file, 'utf8'))
  return texts.reduce((sum, text) => sum + Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0), 0)
}

/** Kills all that is in the group and removes it; harmless where it is gone. */
export async function endControlGroup(folders: readonly string[]): Promise<void> {
  for (let round = 0; round < KILL_ROUNDS; round += 1) {
    const pids = folders.flatMap(processesIn)
    if (pids.length === 0) break
    for (const pid of new Set(pids)) kill(pid)
    await sleep(KILL_PAUSE_MS)
  }
  removeFolders(folders)
}

function processesIn(folder: string): number[] {
  const file = join(folder, 'cgroup.procs')
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean).map(Number) : []
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has just ended by itself.
  }
}

function removeFolders(folders: readonly string[]): void {
  for (const folder of folders.filter((path) => existsSync(path))) rmdirSync(folder)
}
