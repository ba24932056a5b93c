import { readdirSync, readFileSync } from 'node:fs'
import { processStatFields } from '#src/domain/shared/process-stat.ts'

/**
 * Whether a process still runs. One that has ended stays in the table of processes until its parent asks for its exit code, and a signal
 * still reaches it there: in a container whose first process never asks, for ever. So its state is read. Source: proc_pid_stat(5), field 3.
 */
export function processRuns(pid: number): boolean {
  const [state] = fieldsOf(pid)
  return state !== undefined && state !== 'Z' && state !== 'X'
}

/** Whether any process of a process group still runs. Source: proc_pid_stat(5), field 5. */
export function processGroupRuns(group: number): boolean {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.some((pid) => fieldsOf(Number(pid))[2] === String(group) && processRuns(Number(pid)))
}

function fieldsOf(pid: number): string[] {
  try {
    return processStatFields(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return []
  }
}
