import type { ControlGroups } from './control-groups.ts'
import { findControlGroups } from './control-groups.ts'
import { workspaceUid } from './isolation.ts'
import { filtersSystemCalls } from './system-calls.ts'

/** What this machine can't enforce of a sandbox's limits, in words; empty where all hold. */
export function missingLimits(groups: ControlGroups | null = findControlGroups()): string[] {
  return [
    ...(groups === null ? ['memory and number of processes of a sandbox (no control group can be made here)'] : []),
    ...(groups?.limitsProcessorTime === true ? [] : ['processor time of a sandbox (no control group can be made for it here)']),
    ...(workspaceUid === null ? ['size of a workspace (only root can give it a disk of its own)'] : []),
    ...(filtersSystemCalls ? [] : ['kinds of sockets (there is no filter of system calls for this processor)']),
  ]
}
