import { bindActivities } from '../shared/as-activity.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { acknowledgeTurn, postFinalComment, showProgress } from './progress-comment.ts'

type Ports = Pick<ActivityPorts, 'artifacts' | 'codeHost' | 'instructions' | 'ledger' | 'links' | 'log' | 'steps' | 'turns' | 'versions'>

/** The activities of a turn's progress comment, by their stored names. */
export function createMessageActivities(ports: Ports) {
  const activity = bindActivities(ports)
  return {
    acknowledge: activity('acknowledge', acknowledgeTurn),
    showProgress: activity('showProgress', showProgress),
    report: activity('report', postFinalComment),
  }
}
