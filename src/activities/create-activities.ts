import type { ActivityPorts } from './activity-ports.ts'
import { act } from './acting.ts'
import { admit } from './admission.ts'
import { answer } from './answering.ts'
import { check } from './checking.ts'
import { effect } from './effect.ts'
import type { EffectContext } from './effect.ts'
import { deleteProject, endProject, endWithIssue, reopenProject, sayEnd, sayReopened } from './ending.ts'
import { heed } from './heeding.ts'
import { locate } from './locating.ts'
import { deliver, deliverCancel, deliverDelete, endTurn, open, passOn, steer } from './opening.ts'
import { mergeBase } from './merging.ts'
import { moveOnto } from './moving.ts'
import { prepare } from './preparing.ts'
import { publish } from './publishing.ts'
import { acknowledge, report, showProgress } from './telling.ts'
import { commit } from './committing.ts'
import { confirm, dropWaiting, refuse, showPlace } from './queueing.ts'
import { reap } from './reaping.ts'
import { stage } from './staging.ts'
import { think } from './thinking.ts'
import { unshare } from './unsharing.ts'
import { releaseSandboxes } from './turn-sandboxes.ts'

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
