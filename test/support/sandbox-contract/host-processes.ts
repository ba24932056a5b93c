import { readdirSync, readFileSync } from 'node:fs'

/** Processes on this machine, in whatever namespace, whose command line contains this word, except our own. */
export function processesWith(word: string): number[] {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
  return pids.filter((pid) => pid !== process.pid && commandLineOf(pid).includes(word))
}

function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

/** The program that a process runs, and its process group. Source: proc_pid_stat(5), fields 2 and 5. */
export function groupOf(pid: number): { program: string; group: string } {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const end = stat.lastIndexOf(')')
  return { program: stat.slice(stat.indexOf('(') + 1, end), group: stat.slice(end + 2).split(' ')[2] ?? '' }
}
