import { Context } from '@temporalio/activity'
import type { Activities } from '#src/activities/create-activities.ts'
import { asActivity } from '#src/activities/shared/as-activity.ts'
import type { ActivityContext } from '#src/activities/shared/as-activity.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import type { FailureKind } from '#src/domain/shared/failures.ts'
import { commandKey } from '#src/domain/projects/ids.ts'
import type { Log } from '#src/ports/log.ts'

export type ActivityName = keyof Activities
type Inputs = { [Name in ActivityName]: Parameters<Activities[Name]>[0] }
type Outputs = { [Name in ActivityName]: Awaited<ReturnType<Activities[Name]>> }
export type Input<Name extends ActivityName> = Inputs[Name]
export type Output<Name extends ActivityName> = Outputs[Name]
type Parts = { [Name in ActivityName]: (input: Inputs[Name], context: ActivityContext) => Outputs[Name] | Promise<Outputs[Name]> }

/** What each activity does in a play; the default is a turn in which nothing fails. */
export type Script = Partial<Parts>
export type Call = { [Name in ActivityName]: { activity: Name; input: Inputs[Name] } }[ActivityName]

/** A turn's id is its command's key, so that calls are easy to read. */
const USUAL: Parts = {
  admit: () => ({ verdict: 'turn', begins: true }),
  answer: () => undefined,
  locate: ({ message }) => ({ found: true, address: { repositoryId: message.repository.repositoryId, issue: message.number, ordinal: 1 } }),
  deliver: () => undefined,
  deliverCancel: () => undefined,
  deliverDelete: () => undefined,
  steer: () => true,
  unshare: () => ({ about: 'unshared', name: 'Pricing Card', pageUrl: 'https://ollio.example/r/acme/shop' }),
  showPlace: () => undefined,
  dropWaiting: () => undefined,
  confirm: () => undefined,
  refuse: () => undefined,
  open: ({ message }) => ({ outcome: 'open', turnId: commandKey(message) }),
  passOn: () => true,
  acknowledge: () => undefined,
  prepare: () => ({ steps: 20, milliseconds: 600_000 }),
  stage: () => 'staged',
  mergeBase: () => ({ commitSha: 'deadbee' }),
  think: () => ({ readable: true, next: { todo: 'finish' } }),
  act: () => ({ todo: 'think' }),
  check: () => 'stands',
  recheck: () => ({ commitSha: 'c0ffee', partial: false }),
  commit: () => ({ commitSha: 'c0ffee' }),
  moveOnto: () => undefined,
  publish: () => undefined,
  showProgress: () => undefined,
  report: () => undefined,
  endTurn: () => undefined,
  endProject: () => ({ ended: true }),
  endWithIssue: () => undefined,
  deleteProject: () => undefined,
  reopenProject: () => ({ newer: null }),
  sayEnd: () => undefined,
  sayReopened: () => undefined,
  release: () => undefined,
  heed: () => undefined,
  reap: () => ({ sandboxes: 0, leftovers: 0, artifacts: 0, refills: 0, previews: 0, rechecks: 0 }),
}

const SILENT: Log = { info: () => undefined, warn: () => undefined, error: () => undefined }

/** The script of a workflow's activities and the calls that were made. */
export type Player = { script: Script; calls: Call[] }

/** Fakes of all activities that send heartbeats, fail and are cancelled like the real ones. Each workflow has its own player. */
export function fakeActivities(playerOf: (workflowId: string) => Player): Record<string, (input: never) => Promise<unknown>> {
  const names = Object.keys(USUAL) as ActivityName[]
  return Object.fromEntries(names.map((name) => [name, asActivity(name, SILENT, playing(name, playerOf))]))
}

function playing<Name extends ActivityName>(name: Name, playerOf: (workflowId: string) => Player) {
  return async (input: Input<Name>, context: ActivityContext): Promise<Output<Name>> => {
    const { script, calls } = playerOf(Context.current().info.workflowExecution?.workflowId ?? '')
    // Name and input belong together.
    calls.push({ activity: name, input } as Call)
    const part: Parts[Name] = script[name] ?? USUAL[name]
    return part(input, context)
  }
}

/** Rejects when the activity is cancelled, like a model's stream or a command. */
export function untilAborted({ signal }: ActivityContext): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = () => reject(new Error('aborted'))
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort)
  })
}

export function failWith(kind: FailureKind): never {
  throw new Failure(kind, `failure requested by the script: ${kind}`)
}

/** What an activity does by default. */
export function usually<Name extends ActivityName>(name: Name): (input: Input<Name>, context: ActivityContext) => Promise<Output<Name>> {
  const part: Parts[Name] = USUAL[name]
  return async (input, context) => part(input, context)
}
