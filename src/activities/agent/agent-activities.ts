import { bindActivities } from '../shared/as-activity.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { callModel } from './call-model.ts'
import { prepareTurn } from './prepare-turn.ts'
import { releaseTurn } from './release-turn.ts'
import { runSlowTool } from './run-tools.ts'

type Ports = Pick<
  ActivityPorts,
  | 'artifacts'
  | 'browser'
  | 'codeHost'
  | 'commitTrees'
  | 'machine'
  | 'instructions'
  | 'log'
  | 'model'
  | 'packages'
  | 'rules'
  | 'sandboxes'
  | 'sourceReader'
  | 'steps'
  | 'turns'
  | 'yamlReader'
>

/** The activities of the agent's part of a turn, by their stored names. */
export function createAgentActivities(ports: Ports) {
  const activity = bindActivities(ports)
  return {
    prepare: activity('prepare', prepareTurn),
    think: activity('think', callModel),
    act: activity('act', runSlowTool),
    release: activity('release', releaseTurn),
  }
}
