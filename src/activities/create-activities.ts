import { createAgentActivities } from './agent/agent-activities.ts'
import { createCheckActivities } from './checks/check-activities.ts'
import { createCommandActivities } from './commands/command-activities.ts'
import { createMessageActivities } from './messages/message-activities.ts'
import { createPreviewActivities } from './preview/preview-activities.ts'
import { createProjectActivities } from './projects/project-activities.ts'
import { createPublishingActivities } from './publishing/publishing-activities.ts'
import type { ActivityPorts } from './shared/activity-ports.ts'

export type Activities = ReturnType<typeof createActivities>

/** Creates all activities from the given ports. Their keys are stored in histories. */
export function createActivities(ports: ActivityPorts) {
  return {
    ...createCommandActivities(ports),
    ...createProjectActivities(ports),
    ...createAgentActivities(ports),
    ...createCheckActivities(ports),
    ...createPublishingActivities(ports),
    ...createPreviewActivities(ports),
    ...createMessageActivities(ports),
  }
}
