import { bindActivities } from '../shared/as-activity.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { recheckVersion } from './recheck-version.ts'
import { checkVersion } from './check-version.ts'

type Ports = Pick<
  ActivityPorts,
  | 'artifacts'
  | 'browser'
  | 'codeHost'
  | 'machine'
  | 'instructions'
  | 'lineDiff'
  | 'log'
  | 'packages'
  | 'rules'
  | 'sandboxes'
  | 'secretSearch'
  | 'sourceReader'
  | 'steps'
  | 'turns'
  | 'versions'
>

/** The activities of checking a version, by their stored names. */
export function createCheckActivities(ports: Ports) {
  const activity = bindActivities(ports)
  return {
    check: activity('check', checkVersion),
    recheck: activity('recheck', recheckVersion),
  }
}
