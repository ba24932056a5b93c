import { bindActivities } from '../shared/as-activity.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { revokeLinks } from './revoke-links.ts'

type Ports = Pick<ActivityPorts, 'codeHost' | 'links' | 'log' | 'projects' | 'versions'>

/** The activities of published previews, by their stored names. */
export function createPreviewActivities(ports: Ports) {
  const activity = bindActivities(ports)
  return {
    unshare: activity('unshare', revokeLinks),
  }
}
