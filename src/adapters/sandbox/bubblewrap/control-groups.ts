import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Failure } from '#src/domain/shared/failures.ts'
import { enterControlGroups } from './enter-control-groups.ts'
import { processGroups, type ProcessGroups } from './process-groups.ts'

type GroupLimits = { memoryMb: number; processes: number }

/**
 * Limits the memory, processes and processor time of a whole sandbox with the kernel's control groups, version 1 or 2, whichever this
 * machine lets us use. A group is identified by its folders, so another process can end it.
 */
export type ControlGroups = {
  /** The folders of the group with this name. They are recorded before they are created. */
  foldersOf(name: string): string[]
  create(name: string, limits: GroupLimits): void
  limitsProcessorTime: boolean
}

/** Half a minute each, for a busy machine. Usually a few rounds are enough. */
const KILL_ROUNDS = 6_000
const REMOVE_ROUNDS = 6_000
const PAUSE_MS = 5
/** How long trying out a kind of group may take. */
const PROBE_MS = 60_000
/** Processor time in microseconds: two processors in each period. */
const PERIOD_US = 100_000
const QUOTA_US = 2 * PERIOD_US
/** Weight of sandboxes relative to everything else on this machine when processors are scarce. The defaults are 1024 and 100. */
const WEIGHT = { version1: 512, version2: 50 }

/** Finds a usable version by trying. `null` if no group can be created or entered. */
export function findControlGroups(): ControlGroups | null {
  const groups = processGroups()
  return [...candidates(groups)].find(isUsable) ?? null
}

function* candidates({ memory, pids, cpu, cpuacct, unified, unifiedMount }: ProcessGroups): Generator<ControlGroups> {
  for (const withCpu of [true, false]) {
    if (memory !== null && pids !== null && (!withCpu || cpu !== null))
      yield version1({ memory, pids, cpu: withCpu ? cpu : null, cpuacct: withCpu ? cpuacct : null })
    // In version 2, a folder can't have both processes and groups with limits, so each folder from our own group upwards is tried.
    for (let folder = unified; folder !== null; folder = folder === unifiedMount ? null : dirname(folder)) yield version2(folder, withCpu)
  }
}

type Version1 = { memory: string; pids: string; cpu: string | null; cpuacct: string | null }

function version1({ memory, pids, cpu, cpuacct }: Version1): ControlGroups {
  const parents = new Set([memory, pids, cpu, cpuacct].filter((parent) => parent !== null))
  const foldersOf = (name: string) => [...parents].map((parent) => join(parent, `ollio-${name}`))
  return {
    limitsProcessorTime: cpu !== null,
    foldersOf,
    create: (name, limits) => {
      for (const folder of foldersOf(name)) mkdirSync(folder)
      const set = (parent: string, file: string, value: number) => writeFileSync(join(parent, `ollio-${name}`, file), String(value))
      const memoryBytes = limits.memoryMb * 1024 * 1024
      set(memory, 'memory.limit_in_bytes', memoryBytes)
      // Limits memory and swap together. Not every kernel counts swap.
      if (existsSync(join(memory, `ollio-${name}`, 'memory.memsw.limit_in_bytes'))) set(memory, 'memory.memsw.limit_in_bytes', memoryBytes)
      set(pids, 'pids.max', limits.processes)
      if (cpu === null) return
      set(cpu, 'cpu.cfs_period_us', PERIOD_US)
      set(cpu, 'cpu.cfs_quota_us', QUOTA_US)
      set(cpu, 'cpu.shares', WEIGHT.version1)
    },
  }
}

function version2(parent: string, withCpu: boolean): ControlGroups {
  const ours = join(parent, 'ollio')
  const controllers = `+memory +pids${withCpu ? ' +cpu' : ''}`
  return {
    limitsProcessorTime: withCpu,
    foldersOf: (name) => [join(ours, name)],
    create: (name, limits) => {
      writeFileSync(join(parent, 'cgroup.subtree_control'), controllers)
      mkdirSync(ours, { recursive: true })
      writeFileSync(join(ours, 'cgroup.subtree_control'), controllers)
      mkdirSync(join(ours, name))
      const set = (file: string, value: number | string) => writeFileSync(join(ours, name, file), String(value))
      set('memory.max', limits.memoryMb * 1024 * 1024)
      if (existsSync(join(ours, name, 'memory.swap.max'))) set('memory.swap.max', 0)
      set('pids.max', limits.processes)
      if (!withCpu) return
      set('cpu.max', `${QUOTA_US} ${PERIOD_US}`)
      set('cpu.weight', WEIGHT.version2)
    },
  }
}

function isUsable(groups: ControlGroups): boolean {
  const name = `probe-${randomBytes(6).toString('hex')}`
  const folders = groups.foldersOf(name)
  try {
    groups.create(name, { memoryMb: 64, processes: 16 })
    const [file = '', ...args] = enterControlGroups({ groups: folders, filter: null }, ['/bin/true'])
    return spawnSync(file, args, { env: {}, timeout: PROBE_MS }).status === 0
  } catch {
    return false
  } finally {
    for (const folder of folders) tryRemove(folder)
  }
}

/** The processor time that the group's processes have used, also those that have ended. `null` if the kernel doesn't count it. */
export function processorMsOf(folders: readonly string[]): number | null {
  for (const folder of folders) {
    const microseconds = Number(/^usage_usec (\d+)$/m.exec(textOf(join(folder, 'cpu.stat')))?.[1])
    if (!Number.isNaN(microseconds)) return microseconds / 1_000
    const nanoseconds = textOf(join(folder, 'cpuacct.usage'))
    if (nanoseconds !== '') return Number(nanoseconds) / 1_000_000
  }
  return null
}

/** How many processes of the group the kernel has killed because memory ran out. */
export function outOfMemoryKills(folders: readonly string[]): number {
  const files = folders.flatMap((folder) => ['memory.oom_control', 'memory.events'].map((name) => join(folder, name)))
  return files.map(textOf).reduce((sum, text) => sum + Number(/^oom_kill (\d+)$/m.exec(text)?.[1] ?? 0), 0)
}

/** Kills all processes of the group and removes it. Idempotent. Fails with 'sandbox-unavailable' if that is not possible. */
export async function endControlGroup(folders: readonly string[]): Promise<void> {
  for (let round = 0; round < KILL_ROUNDS; round += 1) {
    const pids = folders.flatMap(processesIn)
    if (pids.length === 0) break
    for (const pid of new Set(pids)) kill(pid)
    await sleep(PAUSE_MS)
  }
  // The kernel keeps a group for a moment after its killed processes are no longer listed.
  for (let round = 0; round < REMOVE_ROUNDS; round += 1) {
    if (folders.map(tryRemove).every(Boolean)) return
    await sleep(PAUSE_MS)
  }
  throw new Failure('sandbox-unavailable', `A control group could not be removed: ${folders.join(', ')}`)
}

function processesIn(folder: string): number[] {
  return textOf(join(folder, 'cgroup.procs')).split('\n').filter(Boolean).map(Number)
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It has just ended by itself.
  }
}

/** True if the folder is gone. */
function tryRemove(folder: string): boolean {
  try {
    rmdirSync(folder)
    return true
  } catch {
    return !existsSync(folder)
  }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
