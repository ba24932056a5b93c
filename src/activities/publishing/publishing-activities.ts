import { bindActivities } from '../shared/as-activity.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { commitVersion } from './commit-version.ts'
import { mergeBase } from './merge-base.ts'
import { moveOntoHead } from './move-onto-head.ts'
import { publishVersion } from './publish-version.ts'
import { stageVersion } from './stage-version.ts'

type Ports = Pick<
  ActivityPorts,
  | 'artifacts'
  | 'codeHost'
  | 'commitTrees'
  | 'links'
  | 'log'
  | 'packages'
  | 'projects'
  | 'rules'
  | 'sandboxes'
  | 'steps'
  | 'textMerge'
  | 'turns'
  | 'versions'
  | 'yamlReader'
>

/** The activities of committing and publishing a version, by their stored names. */
export function createPublishingActivities(ports: Ports) {
  const activity = bindActivities(ports)
  return {
    stage: activity('stage', stageVersion),
    mergeBase: activity('mergeBase', mergeBase),
    commit: activity('commit', commitVersion),
    moveOnto: activity('moveOnto', moveOntoHead),
    publish: activity('publish', publishVersion),
  }
}
