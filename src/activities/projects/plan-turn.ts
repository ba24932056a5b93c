import type { Reply } from '#src/domain/messages/reply.ts'
import type { TurnCommand } from '#src/domain/commands/command-message.ts'
import { LINE_NOTES, lineNote } from '#src/domain/commands/line-notes.ts'
import type { LineNote } from '#src/domain/commands/line-notes.ts'
import type { Operation, ProjectRecord } from '#src/domain/projects/records.ts'
import { restoredVersion } from '#src/domain/publishing/restored-version.ts'
import { turnPrompt } from '#src/domain/agent/turn-prompt.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { readFailedChecks } from '../repository/read-failed-checks.ts'

/** What a command comes to, by what is there when its turn begins. */
type TurnPlan = {
  operation: Operation
  restores: number | null
  prompt: string
  notes: LineNote[]
  failedChecks: string | null
}

type Planned = { plan: TurnPlan } | { answer: Reply }

/** `project`: the conversation as it is; `null` where this command begins it. */
export async function planTurn(ports: ActivityPorts, message: TurnCommand, project: ProjectRecord | null): Promise<Planned> {
  const { command } = message
  const agent = project !== null && project.pullRequest !== null ? ('refine' as const) : ('generate' as const)
  const plan: TurnPlan = { operation: agent, restores: null, prompt: turnPrompt(command), notes: [], failedChecks: null }
  switch (command.name) {
    case 'generate':
    case 'refine':
    case 'bare':
      return { plan: { ...plan, notes: await notesOf(ports, message) } }
    case 'retry': {
      const last = project === null ? null : await ports.projects.lastTurn(project.id)
      if (last === null || !(last.state === 'FAILED' || last.state === 'CANCELLED')) return { answer: { about: 'nothing-to-retry' } }
      const { prompt, notes, failedChecks, restores } = last
      const needsNoAgent = last.operation === 'restore' || last.operation === 'rebase'
      return { plan: { operation: needsNoAgent ? last.operation : agent, restores, prompt, notes, failedChecks } }
    }
    case 'fix': {
      const failedChecks = project === null ? null : await readFailedChecks(ports, project)
      return failedChecks === null ? { answer: { about: 'nothing-to-fix' } } : { plan: { ...plan, failedChecks } }
    }
    case 'undo':
    case 'restore': {
      const versions = project === null ? [] : await ports.projects.publishedVersions(project.id, VERSIONS)
      const wanted = restoredVersion(versions, command.name === 'undo' ? null : command.version)
      if (!wanted.ok) return { answer: { about: wanted.problem } }
      return { plan: { ...plan, operation: 'restore', restores: wanted.version, prompt: `Restore v${wanted.version}` } }
    }
    case 'rebase':
      if (project === null || project.pullRequest === null) return { answer: { about: 'nothing-to-refine' } }
      return { plan: { ...plan, operation: 'rebase', prompt: `Bring ${project.baseBranch} in` } }
  }
}

/** So many of the newest can be named. */
const VERSIONS = 1_000

/** What the command is about, line by line: the line comment that it is, or those of the review that it is the body of. */
async function notesOf(ports: ActivityPorts, message: TurnCommand): Promise<LineNote[]> {
  if (message.line !== undefined) return [message.line.note]
  if (message.kind !== 'review') return []
  const review = await ports.codeHost.review(message.repository, message.number, message.id)
  return (review?.comments ?? []).slice(0, LINE_NOTES).map((comment) => lineNote(comment, comment.body))
}
