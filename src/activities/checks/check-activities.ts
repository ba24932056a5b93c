import { bindActivities } from '../shared/as-activity.ts'
import { recheckVersion } from './recheck-version.ts'
import { checkVersion } from './check-version.ts'

type Ports = Parameters<typeof checkVersion>[0] & Parameters<typeof recheckVersion>[0]

/** The activities of checking a version, by their stored names. */
export function createCheckActivities(ports: Ports) {
  const activity = bindActivities(ports)
  return {
    check: activity('check', checkVersion),
    recheck: activity('recheck', recheckVersion),
  }
}
