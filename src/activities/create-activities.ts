import type { ActivityPorts } from './shared/activity-ports.ts'
import { act } from './agent/run-tools.ts'
import { admit } from './commands/admit-command.ts'
import { answer } from './commands/post-reply.ts'
import { check } from './checks/check-version.ts'
import { effect } from './shared/as-activity.ts'
import type { EffectContext } from './shared/as-activity.ts'
import { deleteProject, endProject, endWithIssue, reopenProject, sayEnd, sayReopened } from './projects/end-project.ts'
import { heed } from './projects/handle-github-event.ts'
import { locate } from './commands/locate-project.ts'
import { deliver, deliverCancel, deliverDelete, endTurn, open, passOn, steer } from './projects/open-turn.ts'
import { mergeBase } from './publishing/merge-base.ts'
import { moveOnto } from './publishing/move-onto-head.ts'
import { prepare } from './agent/prepare-turn.ts'
import { publish } from './publishing/publish-version.ts'
import { acknowledge, report, showProgress } from './messages/progress-comment.ts'
import { commit } from './publishing/commit-version.ts'
import { confirm, dropWaiting, refuse, showPlace } from './commands/queue-comments.ts'
import { reap } from './projects/clean-up-orphans.ts'
import { stage } from './publishing/stage-version.ts'
import { think } from './agent/call-model.ts'
import { unshare } from './preview/revoke-links.ts'
import { releaseSandboxes } from './agent/turn-sandboxes.ts'

export type Activities = ReturnType<typeof createActivities>

/** All effects of Ollio, over the given ports. */
export function createActivities(ports: ActivityPorts) {
  const made = <Input, Output>(name: string, run: (ports: ActivityPorts, input: Input, context: EffectContext) => Promise<Output>) =>
    effect(name, ports.log, (input: Input, context) => run(ports, input, context))
  return {
    admit: made('admit', admit),
    answer: made('answer', answer),
    locate: made('locate', locate),
    deliver: made('deliver', deliver),
    deliverCancel: made('deliverCancel', deliverCancel),
    deliverDelete: made('deliverDelete', deliverDelete),
    steer: made('steer', steer),
    unshare: made('unshare', unshare),
    showPlace: made('showPlace', showPlace),
    dropWaiting: made('dropWaiting', dropWaiting),
    confirm: made('confirm', confirm),
    refuse: made('refuse', refuse),
    open: made('open', open),
    passOn: made('passOn', passOn),
    acknowledge: made('acknowledge', acknowledge),
    prepare: made('prepare', prepare),
    stage: made('stage', stage),
    mergeBase: made('mergeBase', mergeBase),
    think: made('think', think),
    act: made('act', act),
    check: made('check', check),
    commit: made('commit', commit),
    moveOnto: made('moveOnto', moveOnto),
    publish: made('publish', publish),
    showProgress: made('showProgress', showProgress),
    report: made('report', report),
    endTurn: made('endTurn', endTurn),
    endProject: made('endProject', endProject),
    endWithIssue: made('endWithIssue', endWithIssue),
    deleteProject: made('deleteProject', deleteProject),
    reopenProject: made('reopenProject', reopenProject),
    sayEnd: made('sayEnd', sayEnd),
    sayReopened: made('sayReopened', sayReopened),
    heed: made('heed', heed),
    reap: made('reap', reap),
    release: made('release', (_ports, { turnId }: { turnId: string }) => releaseSandboxes(ports, turnId)),
  }
}
