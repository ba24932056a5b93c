import { readdirSync, readFileSync } from 'node:fs'
import { processStatFields, TICKS_PER_SECOND } from '#src/domain/shared/process-stat.ts'
import { processorMsOf } from './control-groups.ts'

/** Returns how many milliseconds of processor time were used since the call that made it; `null` if that can't be measured here. */
export type ProcessorClock = () => number | null

/** Measures a control group if the kernel counts its time, and otherwise the process `pid()` with all that descends from it. */
export function processorClock(groups: readonly string[], pid: () => number | undefined): ProcessorClock {
  const beforeMs = processorMsOf(groups)
  return () => {
    const nowMs = processorMsOf(groups)
    if (beforeMs !== null && nowMs !== null) return nowMs - beforeMs
    const root = pid()
    return root === undefined ? null : processTreeMs(root)
  }
}

type Stat = { pid: number; parent: number; ticks: number }

/** The time of a process, its living descendants, and all of their children that have ended and were waited for. */
function processTreeMs(root: number): number | null {
  const stats = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? statOf(name) : []))
  const below = new Map<number, Stat[]>()
  for (const stat of stats) below.set(stat.parent, [...(below.get(stat.parent) ?? []), stat])
  const tree = stats.filter(({ pid }) => pid === root)
  for (const { pid } of tree) tree.push(...(below.get(pid) ?? []))
  return tree.length === 0 ? null : (tree.reduce((sum, { ticks }) => sum + ticks, 0) * 1_000) / TICKS_PER_SECOND
}

function statOf(pid: string): Stat[] {
  try {
    const fields = processStatFields(readFileSync(`/proc/${pid}/stat`, 'utf8'))
    const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
    return [{ pid: Number(pid), parent: Number(fields[1]), ticks }]
  } catch {
    // It has just ended.
    return []
  }
}
