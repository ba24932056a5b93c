/** The kernel's ticks per second in `/proc/<pid>/stat`. Source: proc_pid_stat(5); the value is 100 on every Linux that Node runs on. */
export const TICKS_PER_SECOND = 100

/**
 * The fields of `/proc/<pid>/stat` from the third on, which is the process's state. Source: proc_pid_stat(5). The second is the program's
 * name in parentheses, and may itself contain spaces and parentheses.
 */
export function processStatFields(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')
}
