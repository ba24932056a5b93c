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

/** All effects of Ollio, over the given ports. */
export function createActivities(ports: ActivityPorts) {
  const made = <Input, Output>(name: string, run: (ports: ActivityPorts, input: Input, context: ActivityContext) => Promise<Output>) =>
    asActivity(name, ports.log, (input: Input, context) => run(ports, input, context))
  return {
    admit: made('admit', admitCommand),
    answer: made('answer', postReply),
    locate: made('locate', locateProject),
    deliver: made('deliver', deliverTurn),
    deliverCancel: made('deliverCancel', deliverCancel),
    deliverDelete: made('deliverDelete', deliverDelete),
    steer: made('steer', deliverInstruction),
    unshare: made('unshare', revokeLinks),
    showPlace: made('showPlace', postQueuePosition),
    dropWaiting: made('dropWaiting', postRemovedFromQueue),
    confirm: made('confirm', confirmCommand),
    refuse: made('refuse', refuseCommand),
    open: made('open', openTurn),
    passOn: made('passOn', passOnSlots),
    acknowledge: made('acknowledge', acknowledgeTurn),
    prepare: made('prepare', prepareTurn),
    stage: made('stage', stageVersion),
    mergeBase: made('mergeBase', mergeBase),
    think: made('think', callModel),
    act: made('act', runSlowTool),
    check: made('check', checkVersion),
    commit: made('commit', commitVersion),
    moveOnto: made('moveOnto', moveOntoHead),
    publish: made('publish', publishVersion),
    showProgress: made('showProgress', showProgress),
    report: made('report', postFinalComment),
    endTurn: made('endTurn', endTurn),
    endProject: made('endProject', endProject),
    endWithIssue: made('endWithIssue', endWithIssue),
    deleteProject: made('deleteProject', deleteProject),
    reopenProject: made('reopenProject', reopenProject),
    sayEnd: made('sayEnd', postProjectEnd),
    sayReopened: made('sayReopened', postReopened),
    heed: made('heed', handleGitHubEvent),
    reap: made('reap', cleanUpOrphans),
    release: made('release', (_ports, { turnId }: { turnId: string }) => releaseSandboxes(ports, turnId)),
  }
}
