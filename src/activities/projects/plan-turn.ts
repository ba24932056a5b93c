import type { Reply } from '#src/domain/messages/reply.ts'
import type { TurnCommand } from '#src/domain/commands/command-message.ts'
import { LINE_NOTES, lineNote } from '#src/domain/commands/line-notes.ts'
import type { LineNote } from '#src/domain/commands/line-notes.ts'
import { isUnproven } from '#src/domain/checks/outcomes.ts'
import type { Operation, ProjectRecord, TurnRecord } from '#src/domain/projects/records.ts'
import { restoredVersion } from '#src/domain/publishing/restored-version.ts'
import { turnPrompt } from '#src/domain/agent/turn-prompt.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { readFailedChecks } from '../repository/read-failed-checks.ts'

/** The ports that this file uses. */
type Ports = Pick<ActivityPorts, 'codeHost' | 'turns' | 'versions'>

/** What a turn does, decided when it starts. */
type TurnPlan = {
  operation: Operation
  restores: number | null
  prompt: string
  notes: LineNote[]
  failedChecks: string | null
}

/** `recheck`: the turn whose version is to be checked again. */
type Planned = { plan: TurnPlan } | { answer: Reply; recheck?: string }

/** `project`: `null` if this command starts it. */
export async function planTurn(ports: Ports, message: TurnCommand, project: ProjectRecord | null): Promise<Planned> {
  const { command } = message
  const agentOperation = project !== null && project.pullRequest !== null ? ('refine' as const) : ('generate' as const)
  const plan: TurnPlan = { operation: agentOperation, restores: null, prompt: turnPrompt(command), notes: [], failedChecks: null }
  switch (command.name) {
    case 'generate':
    case 'refine':
    case 'bare':
      return { plan: { ...plan, notes: await notesOf(ports, message) } }
    case 'retry': {
      const last = project === null ? null : await ports.turns.lastTurn(project.id)
      if (last === null || !(last.state === 'FAILED' || last.state === 'CANCELLED')) return planRecheck(ports, last)
      const { prompt, notes, failedChecks, restores } = last
      const needsNoAgent = last.operation === 'restore' || last.operation === 'rebase'
      return { plan: { operation: needsNoAgent ? last.operation : agentOperation, restores, prompt, notes, failedChecks } }
    }
    case 'fix': {
      const failedChecks = project === null ? null : await readFailedChecks(ports, project)
      return failedChecks === null ? { answer: { about: 'nothing-to-fix' } } : { plan: { ...plan, failedChecks } }
    }
    case 'undo':
    case 'restore': {
      const versions = project === null ? [] : await ports.versions.publishedVersions(project.id, MAX_VERSIONS)
      const target = restoredVersion(versions, command.name === 'undo' ? null : command.version)
      if (!target.ok) return { answer: { about: target.problem } }
      return { plan: { ...plan, operation: 'restore', restores: target.version, prompt: `Restore v${target.version}` } }
    }
    case 'rebase':
      if (project === null || project.pullRequest === null) return { answer: { about: 'nothing-to-refine' } }
      return { plan: { ...plan, operation: 'rebase', prompt: `Merge ${project.baseBranch} into this branch` } }
  }
}

/** A version whose required checks were not all run has no turn to repeat, but its checks can run again. */
async function planRecheck({ versions }: Ports, last: TurnRecord | null): Promise<Planned> {
  const version = last === null ? null : await versions.versionOfTurn(last.id)
  if (version === null || version.commitSha === null || !isUnproven(version.checks)) return { answer: { about: 'nothing-to-retry' } }
  return { answer: { about: 'checks-again', version: version.number }, recheck: version.turnId }
}

/** The most versions, newest first, that a command can refer to. */
const MAX_VERSIONS = 1_000

/** The lines that the command is about: its own if it is a line comment, or those of its review. */
async function notesOf(ports: Ports, message: TurnCommand): Promise<LineNote[]> {
  if (message.line !== undefined) return [message.line.note]
  if (message.kind !== 'review') return []
  const review = await ports.codeHost.review(message.repository, message.number, message.id)
  return (review?.comments ?? []).slice(0, LINE_NOTES).map((comment) => lineNote(comment, comment.body))
}
