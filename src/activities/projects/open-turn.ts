import type { Reply } from '#src/domain/messages/reply.ts'
import type { CancelCommand, Command, SteerCommand, TurnCommand } from '#src/domain/commands/command-message.ts'
import type { FailureKind } from '#src/domain/shared/failures.ts'
import { branchName, commandKey, projectWorkflowId } from '#src/domain/projects/ids.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import { lastSummary } from '#src/domain/agent/last-summary.ts'
import { replacePictures } from '#src/domain/agent/prompt-pictures.ts'
import { projectName } from '#src/domain/projects/project-name.ts'
import type { Operation } from '#src/domain/projects/records.ts'
import type { GrantedSlot, Opening } from '#src/ports/projects.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { readConfig } from '../repository/read-config.ts'
import { planTurn } from './plan-turn.ts'

export type TurnOpening =
  /** `operation`: where it is none of the agent's. `waits`: for a place among those that run at once. */
  | { outcome: 'open'; turnId: string; operation?: 'restore' | 'rebase'; waits?: boolean }
  /** There is nothing to do. */
  | { outcome: 'nothing'; answer: Reply }
  | { outcome: 'already-done' }
  | { outcome: 'insufficient'; balance: number; cost: number; nextRefillAt: string }
  /** `isTold`: others have been answered with it. */
  | { outcome: 'limited'; answer: Reply; isTold: boolean }

/** Project, turn, message and the credits taken, in one transaction; a turn that was opened before is found again. */
export async function openTurn(
  ports: ActivityPorts,
  { address, message }: { address: ProjectAddress; message: TurnCommand },
): Promise<TurnOpening> {
  const { repositoryId, issue, ordinal } = address
  const opened = await ports.projects.openedTurn(commandKey(message))
  if (opened !== null) return found(ports, opened)
  const known = await ports.projects.byOrdinal(repositoryId, issue, ordinal)
  const planned = await planTurn(ports, message, known)
  if ('answer' in planned) return { outcome: 'nothing', answer: planned.answer }
  const { plan } = planned
  const name = projectName(replacePictures(plan.prompt, () => ''))
  const base = known?.baseBranch ?? message.baseBranch ?? (await baseBranchOf(ports, message))
  const opening = await ports.projects.openTurn({
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
    // Random, since the preview's address must not be guessed from the outside.
    previewPath: crypto.randomUUID().replaceAll('-', ''),
  })
  return found(ports, opening)
}

async function found(ports: ActivityPorts, opening: Opening): Promise<TurnOpening> {
  switch (opening.outcome) {
    case 'opened':
    case 'already-open': {
      const { turnId } = opening
      if (opening.outcome === 'opened') await tellGranted(ports, opening.granted, turnId)
      const [{ operation }, hasPlace] = await Promise.all([ports.projects.turn(turnId), ports.projects.hasSlot(turnId)])
      const needsNoAgent = operation === 'restore' || operation === 'rebase'
      return { outcome: 'open', turnId, ...(needsNoAgent ? { operation } : {}), ...(hasPlace ? {} : { waits: true }) }
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

/** Where a new conversation's pull request goes to, for what was admitted before admission told it. */
async function baseBranchOf(ports: ActivityPorts, { repository }: TurnCommand): Promise<string> {
  const { name, sha } = await ports.codeHost.defaultBranch(repository)
  const reading = await readConfig(ports, repository, sha)
  return (reading.ok ? reading.config.base : null) ?? name
}

/** What needs no model costs nothing. */
function creditsFor({ rules }: ActivityPorts, operation: Operation): number {
  return operation === 'restore' || operation === 'rebase' ? 0 : rules.credits[operation]
}

/** Gives free places to those that wait, after a turn has ended or while it waits itself; true where it has one. */
export async function passOnSlots(ports: ActivityPorts, { turnId }: { turnId: string }): Promise<boolean> {
  await tellGranted(ports, await ports.projects.grantSlots(turnId, ports.rules.turnsAtOnce), turnId)
  return ports.projects.hasSlot(turnId)
}

/** Whoever doesn't hear of it asks by themselves, later. */
async function tellGranted(ports: ActivityPorts, granted: readonly GrantedSlot[], turnId: string): Promise<void> {
  const others = granted.filter((one) => one.turnId !== turnId)
  await Promise.all(others.map((one) => ports.workflows.grantSlot(one.address, one.turnId)))
}

/** Hands the turn to its project's workflow. */
export async function deliverTurn(
  ports: ActivityPorts,
  { address, message }: { address: ProjectAddress; message: TurnCommand },
): Promise<void> {
  await ports.workflows.requestTurn(address, message)
  ports.log.info({ key: commandKey(message), project: projectWorkflowId(address) }, 'A turn was requested')
}

/** Hands somebody's wish to end turns to the project's workflow. */
export function deliverCancel(
  ports: ActivityPorts,
  { address, message, asAdmin }: { address: ProjectAddress; message: CancelCommand; asAdmin: boolean },
): Promise<void> {
  return ports.workflows.requestCancel(address, { message, asAdmin })
}

/** Hands somebody's wish that the conversation be deleted to its workflow, which does so when nothing of it runs. */
export function deliverDelete(ports: ActivityPorts, { address, message }: { address: ProjectAddress; message: Command }): Promise<void> {
  return ports.workflows.stop(address, { why: 'deleted', message })
}

/** Says something to the turn that runs; its agent hears it after its current action. False where nothing runs. */
export async function deliverInstruction(
  ports: ActivityPorts,
  { address, message }: { address: ProjectAddress; message: SteerCommand },
): Promise<boolean> {
  const project = await ports.projects.byOrdinal(address.repositoryId, address.issue, address.ordinal)
  const turn = project === null ? null : await ports.projects.runningTurn(project.id)
  if (turn === null || turn.operation === 'restore' || turn.operation === 'rebase') return false
  return ports.projects.keepInstruction(turn.id, { key: commandKey(message), author: message.author.login, text: message.command.prompt })
}

export type TurnEnd = { turnId: string; state: 'UNCHANGED' } | { turnId: string; state: 'FAILED' | 'CANCELLED'; failure: FailureKind }

/** Ends a turn that published nothing and gives its credits back. */
export async function endTurn(ports: ActivityPorts, end: TurnEnd): Promise<void> {
  const summary = lastSummary(await ports.projects.steps(end.turnId)) ?? ''
  const { turnId, ...rest } = end
  await ports.projects.endTurn(turnId, { ...rest, summary })
}
