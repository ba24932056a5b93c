import { join } from 'node:path'
import { FILTER_FD } from './system-calls.ts'

export type Entry = {
  /** The folders of the control groups to enter. */
  groups: readonly string[]
  /** The file with the system call filter. */
  filter: string | null
}

/** Descriptors up to this one stay open: the standard streams, the status pipe of `isolate`, and the pipes of a browser. */
const LAST_FD = 4

const SCRIPT = [
  // Closes files that our parent process may have left open, because a sandbox must not have them.
  `for path in /proc/self/fd/*; do fd=\${path##*/}; if [ "$fd" -gt ${LAST_FD} ]; then exec {fd}>&-; fi; done`,
  'filter=$1 && shift && count=$1 && shift',
  'while [ "$count" -gt 0 ]; do echo 0 > "$1" || exit; shift; count=$((count - 1)); done',
  `if [ -n "$filter" ]; then exec ${FILTER_FD}< "$filter" || exit; fi`,
  'exec "$@"',
].join('\n')

/** Returns a command line that enters the groups and then becomes `argv`, so nothing of it ever runs outside of them. */
export function enterControlGroups({ groups, filter }: Entry, argv: readonly string[]): string[] {
  const files = groups.map((folder) => join(folder, 'cgroup.procs'))
  return ['/bin/bash', '-c', SCRIPT, 'bash', filter ?? '', String(files.length), ...files, ...argv]
}
