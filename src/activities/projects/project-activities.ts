import { bindActivities } from '../shared/as-activity.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { cleanUpOrphans } from './clean-up-orphans.ts'
import { deliverCancel, deliverDelete, deliverInstruction, deliverTurn } from './deliver-command.ts'
import { deleteProject, endProject, endWithIssue, postProjectEnd, postReopened, reopenProject } from './end-project.ts'
import { endTurn } from './end-turn.ts'
import { handleGitHubEvent } from './handle-github-event.ts'
import { openTurn } from './open-turn.ts'
import { passOnSlots } from './pass-on-slots.ts'

type Ports = Pick<
  ActivityPorts,
  | 'artifacts'
  | 'codeHost'
  | 'deletion'
  | 'instructions'
  | 'ledger'
  | 'links'
  | 'log'
  | 'orphanedFiles'
  | 'projects'
  | 'repositories'
  | 'rules'
  | 'sandboxes'
  | 'slots'
  | 'steps'
  | 'turns'
  | 'versions'
  | 'workflows'
  | 'yamlReader'
>

/** The activities of projects, their turns and their queue, by their stored names. */
export function createProjectActivities(ports: Ports) {
  const activity = bindActivities(ports)
  return {
    open: activity('open', openTurn),
    passOn: activity('passOn', passOnSlots),
    deliver: activity('deliver', deliverTurn),
    deliverCancel: activity('deliverCancel', deliverCancel),
    deliverDelete: activity('deliverDelete', deliverDelete),
    steer: activity('steer', deliverInstruction),
    endTurn: activity('endTurn', endTurn),
    endProject: activity('endProject', endProject),
    endWithIssue: activity('endWithIssue', endWithIssue),
    deleteProject: activity('deleteProject', deleteProject),
    reopenProject: activity('reopenProject', reopenProject),
    sayEnd: activity('sayEnd', postProjectEnd),
    sayReopened: activity('sayReopened', postReopened),
    heed: activity('heed', handleGitHubEvent),
    reap: activity('reap', cleanUpOrphans),
  }
}
