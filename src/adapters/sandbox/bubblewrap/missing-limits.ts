import type { ControlGroups } from './control-groups.ts'
import { findControlGroups } from './control-groups.ts'
import { workspaceUid } from './isolation.ts'
import { filtersSystemCalls } from './system-calls.ts'

/** Descriptions of the sandbox limits that this machine can't enforce. Empty if all are enforced. */
export function missingLimits(groups: ControlGroups | null = findControlGroups()): string[] {
  return [
    ...(groups === null ? ['memory and number of processes of a sandbox (no control group can be created here)'] : []),
    ...(groups?.limitsProcessorTime === true ? [] : ['processor time of a sandbox (no control group with this limit can be created here)']),
    ...(workspaceUid === null ? ['size of a workspace (only root can mount a disk for it)'] : []),
    ...(filtersSystemCalls ? [] : ['kinds of sockets (there is no system call filter for this processor)']),
  ]
}
