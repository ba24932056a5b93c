import type { Reply } from '#src/domain/messages/reply.ts'
import type { CancelCommand, Command, SteerCommand, TurnCommand } from '#src/domain/commands/command-message.ts'
import type { FailureKind } from '#src/domain/shared/failures.ts'
import { branchName, commandKey, projectWorkflowId } from '#src/domain/projects/ids.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import { lastSummary } from '#src/domain/agent/last-summary.ts'
import { replacePictures } from '#src/domain/agent/prompt-pictures.ts'
import { projectName } from '#src/domain/projects/project-name.ts'
import type { Operation } from '#src/domain/projects/records.ts'
import type { GrantedSlot } from '#src/ports/slots.ts'
import type { Opening } from '#src/ports/turns.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { readConfig } from '../repository/read-config.ts'
import { planTurn } from './plan-turn.ts'

export type TurnOpening =
  /** `operation`: set if the turn needs no agent. `waits`: the turn needs a slot before it runs. */
  | { outcome: 'open'; turnId: string; operation?: 'restore' | 'rebase'; waits?: boolean }
  /** There is nothing to do, for the reason in `answer`. */
  | { outcome: 'nothing'; answer: Reply }
  | { outcome: 'already-done' }
  | { outcome: 'insufficient'; balance: number; cost: number; nextRefillAt: string }
  /** `isTold`: true if this command gets the reply about the limit; others only get a reaction. */
  | { outcome: 'limited'; answer: Reply; isTold: boolean }

/** Creates project, turn and message and charges the credits in one transaction. A retry finds the turn that is already open. */
export async function openTurn(
  ports: ActivityPorts,
  { address, message }: { address: ProjectAddress; message: TurnCommand },
): Promise<TurnOpening> {
  const { repositoryId, issue, ordinal } = address
  const opened = await ports.turns.openedTurn(commandKey(message))
  if (opened !== null) return toTurnOpening(ports, opened)
  const known = await ports.projects.byOrdinal(repositoryId, issue, ordinal)
  const planned = await planTurn(ports, message, known)
  if ('answer' in planned) return { outcome: 'nothing', answer: planned.answer }
  const { plan } = planned
  const name = projectName(replacePictures(plan.prompt, () => ''))
  const base = known?.baseBranch ?? message.baseBranch ?? (await baseBranchOf(ports, message))
  const opening = await ports.turns.openTurn({
    message,
    issue,
    ordinal,
    ...plan,
    credits: creditsFor(ports, plan.operation),
    limits: ports.rules.turnsPerHour,
    running: ports.rules.turnsAtOnce,
    monthlyAllowance: ports.rules.monthlyCredits,
    project: {
      name,
      branch: branchName(address, name),
      baseBranch: base,
      packageFolder: message.packageFolder ?? '',
      workflowId: projectWorkflowId(address),
    },
    // Random, so that nobody can guess the preview's URL.
    previewPath: crypto.randomUUID().replaceAll('-', ''),
  })
  return toTurnOpening(ports, opening)
}

async function toTurnOpening(ports: ActivityPorts, opening: Opening): Promise<TurnOpening> {
  switch (opening.outcome) {
    case 'opened':
    case 'already-open': {
      const { turnId } = opening
      if (opening.outcome === 'opened') await signalGranted(ports, opening.granted, turnId)
      const [{ operation }, hasSlot] = await Promise.all([ports.turns.turn(turnId), ports.slots.hasSlot(turnId)])
      const needsNoAgent = operation === 'restore' || operation === 'rebase'
      return { outcome: 'open', turnId, ...(needsNoAgent ? { operation } : {}), ...(hasSlot ? {} : { waits: true }) }
    }
    case 'already-done':
      return { outcome: 'already-done' }
    case 'insufficient':
      return { ...opening, nextRefillAt: opening.nextRefillAt.toISOString() }
    case 'limited': {
      const { scope, limit, retryAt, isTold } = opening
      return { outcome: 'limited', answer: { about: 'limit-reached', scope, limit, retryAt: retryAt.toISOString() }, isTold }
    }
  }
}

/** The base branch of a new project, for commands admitted by a release whose admission didn't return it. */
async function baseBranchOf(ports: ActivityPorts, { repository }: TurnCommand): Promise<string> {
  const { name, sha } = await ports.codeHost.defaultBranch(repository)
  const reading = await readConfig(ports, repository, sha)
  return (reading.ok ? reading.config.base : null) ?? name
}

/** An operation without a model costs no credits. */
function creditsFor({ rules }: ActivityPorts, operation: Operation): number {
  return operation === 'restore' || operation === 'rebase' ? 0 : rules.credits[operation]
}

/** Grants free slots to waiting turns, after a turn ends or while it waits itself. Returns true if this turn has a slot. */
export async function passOnSlots(ports: ActivityPorts, { turnId }: { turnId: string }): Promise<boolean> {
  await signalGranted(ports, await ports.slots.grantSlots(turnId, ports.rules.turnsAtOnce), turnId)
  return ports.slots.hasSlot(turnId)
}

/** A turn that misses the signal checks for its slot later by itself. */
async function signalGranted(ports: ActivityPorts, granted: readonly GrantedSlot[], turnId: string): Promise<void> {
  const others = granted.filter((one) => one.turnId !== turnId)
  await Promise.all(others.map((one) => ports.workflows.grantSlot(one.address, one.turnId)))
}

/** Sends the turn to its project's workflow. */
export async function deliverTurn(
  ports: ActivityPorts,
  { address, message }: { address: ProjectAddress; message: TurnCommand },
): Promise<void> {
  await ports.workflows.requestTurn(address, message)
  ports.log.info({ key: commandKey(message), project: projectWorkflowId(address) }, 'Turn requested')
}

/** Sends a cancel command to the project's workflow. */
export function deliverCancel(
  ports: ActivityPorts,
  { address, message, asAdmin }: { address: ProjectAddress; message: CancelCommand; asAdmin: boolean },
): Promise<void> {
  return ports.workflows.requestCancel(address, { message, asAdmin })
}

/** Sends a delete command to the project's workflow, which deletes the project when nothing is running. */
export function deliverDelete(ports: ActivityPorts, { address, message }: { address: ProjectAddress; message: Command }): Promise<void> {
  return ports.workflows.stop(address, { why: 'deleted', message })
}

/**
 * Adds an instruction to the running turn; its agent reads it after the current tool call. Returns false if no turn with an agent is
 * running.
 */
export async function deliverInstruction(
  ports: ActivityPorts,
  { address, message }: { address: ProjectAddress; message: SteerCommand },
): Promise<boolean> {
  const project = await ports.projects.byOrdinal(address.repositoryId, address.issue, address.ordinal)
  const turn = project === null ? null : await ports.turns.runningTurn(project.id)
  if (turn === null || turn.operation === 'restore' || turn.operation === 'rebase') return false
  return ports.instructions.keepInstruction(turn.id, {
    key: commandKey(message),
    author: message.author.login,
    text: message.command.prompt,
  })
}

export type TurnEnd = { turnId: string; state: 'UNCHANGED' } | { turnId: string; state: 'FAILED' | 'CANCELLED'; failure: FailureKind }

/** Ends a turn that published nothing and returns its credits. */
export async function endTurn(ports: ActivityPorts, end: TurnEnd): Promise<void> {
  const summary = lastSummary(await ports.steps.steps(end.turnId)) ?? ''
  const { turnId, ...rest } = end
  await ports.turns.endTurn(turnId, { ...rest, summary })
}
