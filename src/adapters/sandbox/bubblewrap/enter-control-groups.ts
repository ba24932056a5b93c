import { join } from 'node:path'
import { FILTER_FD } from './system-calls.ts'

export type Entry = {
  /** The folders of the control groups to enter. */
  groups: readonly string[]
  /** The file of the filter of system calls. */
  filter: string | null
}

/** What stays open across: the standard streams, and what a command line of `isolate` reports on or a browser is spoken to through. */
const LAST_FD = 4

const SCRIPT = [
  // Whoever started us may have left files open that are none of a sandbox's business.
  `for path in /proc/self/fd/*; do fd=\${path##*/}; if [ "$fd" -gt ${LAST_FD} ]; then exec {fd}>&-; fi; done`,
  'filter=$1 && shift && count=$1 && shift',
  'while [ "$count" -gt 0 ]; do echo 0 > "$1" || exit; shift; count=$((count - 1)); done',
  `if [ -n "$filter" ]; then exec ${FILTER_FD}< "$filter" || exit; fi`,
  'exec "$@"',
].join('\n')

/** The command line that enters the groups and then becomes `argv`, so that nothing of it ever runs outside. */
export function enterControlGroups({ groups, filter }: Entry, argv: readonly string[]): string[] {
  const files = groups.map((folder) => join(folder, 'cgroup.procs'))
  return ['/bin/bash', '-c', SCRIPT, 'bash', filter ?? '', String(files.length), ...files, ...argv]
}
