import { readFileSync } from 'node:fs'
import { processStatFields, TICKS_PER_SECOND } from '#src/domain/shared/process-stat.ts'

/** The processor time of a process, without that of its children, in milliseconds; `null` if this system doesn't tell. */
export function processTimeMs(pid: number): number | null {
  try {
    const fields = processStatFields(readFileSync(`/proc/${pid}/stat`, 'utf8'))
    return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND
  } catch {
    return null
  }
}
