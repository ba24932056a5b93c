import { readFileSync } from 'node:fs'

/** The kernel's ticks per second in `/proc/<pid>/stat`. Source: proc_pid_stat(5); the value is 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100

/** The processor time of a process, without that of its children, in milliseconds; `null` if this system doesn't tell. */
export function processTimeMs(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The program's name, in parentheses, may contain spaces and parentheses.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND
  } catch {
    return null
  }
}
