import type { Reply } from '#src/domain/messages/reply.ts'
import type { TurnCommand } from '#src/domain/commands/command-message.ts'
import { branchName, commandKey, projectWorkflowId } from '#src/domain/projects/ids.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import { replacePictures } from '#src/domain/agent/prompt-pictures.ts'
import { projectName } from '#src/domain/projects/project-name.ts'
import type { Operation } from '#src/domain/projects/records.ts'
import type { OpenedTurn } from '#src/ports/turns.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { readConfig } from '../repository/read-config.ts'
import { signalGranted } from './pass-on-slots.ts'
import { planTurn } from './plan-turn.ts'

/** The ports that this file uses. */
type Ports = Pick<ActivityPorts, 'codeHost' | 'projects' | 'rules' | 'slots' | 'turns' | 'versions' | 'workflows' | 'yamlReader'>

export type OpenTurnOutcome =
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
  ports: Ports,
  { address, message }: { address: ProjectAddress; message: TurnCommand },
): Promise<OpenTurnOutcome> {
  const { repositoryId, issue, ordinal } = address
  const opened = await ports.turns.openedTurn(commandKey(message))
  if (opened !== null) return toTurnOpening(ports, opened)
  const known = await ports.projects.byOrdinal(repositoryId, issue, ordinal)
  const planned = await planTurn(ports, message, known)
  if ('answer' in planned) {
    if (planned.recheck !== undefined) await ports.workflows.requestRecheck(address, planned.recheck)
    return { outcome: 'nothing', answer: planned.answer }
  }
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

async function toTurnOpening(ports: Ports, opening: OpenedTurn): Promise<OpenTurnOutcome> {
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
async function baseBranchOf(ports: Ports, { repository }: TurnCommand): Promise<string> {
  const { name, sha } = await ports.codeHost.defaultBranch(repository)
  const reading = await readConfig(ports, repository, sha)
  return (reading.ok ? reading.config.base : null) ?? name
}

/** An operation without a model costs no credits. */
function creditsFor({ rules }: Ports, operation: Operation): number {
  return operation === 'restore' || operation === 'rebase' ? 0 : rules.credits[operation]
}
