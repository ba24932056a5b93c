import { bindActivities } from '../shared/as-activity.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { admitCommand } from './admit-command.ts'
import { locateProject } from './locate-project.ts'
import { postReply } from './post-reply.ts'
import { confirmCommand, postQueuePosition, postRemovedFromQueue, refuseCommand } from './queue-comments.ts'

type Ports = Pick<
  ActivityPorts,
  'codeHost' | 'ledger' | 'links' | 'log' | 'projects' | 'rules' | 'turns' | 'versions' | 'workflows' | 'yamlReader'
>

/** The activities of admitting and answering commands, by their stored names. */
export function createCommandActivities(ports: Ports) {
  const activity = bindActivities(ports)
  return {
    admit: activity('admit', admitCommand),
    answer: activity('answer', postReply),
    locate: activity('locate', locateProject),
    showPlace: activity('showPlace', postQueuePosition),
    dropWaiting: activity('dropWaiting', postRemovedFromQueue),
    confirm: activity('confirm', confirmCommand),
    refuse: activity('refuse', refuseCommand),
  }
}
