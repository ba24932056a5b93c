import type { ActivityPorts } from './shared/activity-ports.ts'
import { runSlowTool } from './agent/run-tools.ts'
import { admitCommand } from './commands/admit-command.ts'
import { postReply } from './commands/post-reply.ts'
import { checkVersion } from './checks/check-version.ts'
import { asActivity } from './shared/as-activity.ts'
import type { ActivityContext } from './shared/as-activity.ts'
import { deleteProject, endProject, endWithIssue, reopenProject, postProjectEnd, postReopened } from './projects/end-project.ts'
import { handleGitHubEvent } from './projects/handle-github-event.ts'
import { locateProject } from './commands/locate-project.ts'
import { deliverTurn, deliverCancel, deliverDelete, endTurn, openTurn, passOnSlots, deliverInstruction } from './projects/open-turn.ts'
import { mergeBase } from './publishing/merge-base.ts'
import { moveOntoHead } from './publishing/move-onto-head.ts'
import { prepareTurn } from './agent/prepare-turn.ts'
import { publishVersion } from './publishing/publish-version.ts'
import { acknowledgeTurn, postFinalComment, showProgress } from './messages/progress-comment.ts'
import { commitVersion } from './publishing/commit-version.ts'
import { confirmCommand, postRemovedFromQueue, refuseCommand, postQueuePosition } from './commands/queue-comments.ts'
import { cleanUpOrphans } from './projects/clean-up-orphans.ts'
import { stageVersion } from './publishing/stage-version.ts'
import { callModel } from './agent/call-model.ts'
import { revokeLinks } from './preview/revoke-links.ts'
import { releaseSandboxes } from './agent/turn-sandboxes.ts'

export type Activities = ReturnType<typeof createActivities>

/** Creates all activities from the given ports. */
export function createActivities(ports: ActivityPorts) {
  const activity = <Input, Output>(name: string, run: (ports: ActivityPorts, input: Input, context: ActivityContext) => Promise<Output>) =>
    asActivity(name, ports.log, (input: Input, context) => run(ports, input, context))
  return {
    admit: activity('admit', admitCommand),
    answer: activity('answer', postReply),
    locate: activity('locate', locateProject),
    deliver: activity('deliver', deliverTurn),
    deliverCancel: activity('deliverCancel', deliverCancel),
    deliverDelete: activity('deliverDelete', deliverDelete),
    steer: activity('steer', deliverInstruction),
    unshare: activity('unshare', revokeLinks),
    showPlace: activity('showPlace', postQueuePosition),
    dropWaiting: activity('dropWaiting', postRemovedFromQueue),
    confirm: activity('confirm', confirmCommand),
    refuse: activity('refuse', refuseCommand),
    open: activity('open', openTurn),
    passOn: activity('passOn', passOnSlots),
    acknowledge: activity('acknowledge', acknowledgeTurn),
    prepare: activity('prepare', prepareTurn),
    stage: activity('stage', stageVersion),
    mergeBase: activity('mergeBase', mergeBase),
    think: activity('think', callModel),
    act: activity('act', runSlowTool),
    check: activity('check', checkVersion),
    commit: activity('commit', commitVersion),
    moveOnto: activity('moveOnto', moveOntoHead),
    publish: activity('publish', publishVersion),
    showProgress: activity('showProgress', showProgress),
    report: activity('report', postFinalComment),
    endTurn: activity('endTurn', endTurn),
    endProject: activity('endProject', endProject),
    endWithIssue: activity('endWithIssue', endWithIssue),
    deleteProject: activity('deleteProject', deleteProject),
    reopenProject: activity('reopenProject', reopenProject),
    sayEnd: activity('sayEnd', postProjectEnd),
    sayReopened: activity('sayReopened', postReopened),
    heed: activity('heed', handleGitHubEvent),
    reap: activity('reap', cleanUpOrphans),
    release: activity('release', (_ports, { turnId }: { turnId: string }) => releaseSandboxes(ports, turnId)),
  }
}
