import type { CancelRequest, TurnRequest } from '#src/domain/command-message.ts'
import type { FailureKind } from '#src/domain/failures.ts'
import { branchName, commandKey, projectWorkflowId } from '#src/domain/ids.ts'
import type { ProjectAddress } from '#src/domain/ids.ts'
import { LINE_NOTES, lineNote } from '#src/domain/line-notes.ts'
import type { LineNote } from '#src/domain/line-notes.ts'
import { lastSummary } from '#src/domain/last-summary.ts'
import { withoutPictures } from '#src/domain/mentioned-pictures.ts'
import { projectName } from '#src/domain/project-name.ts'
import type { ActivityPorts } from './activity-ports.ts'

export type TurnOpening =
  | { outcome: 'open'; turnId: string }
  | { outcome: 'already-done' }
  | { outcome: 'insufficient'; balance: number; cost: number; nextRefillAt: string }

/** Project, turn, message and the credits taken, in one transaction; a turn that was opened before is found again. */
export async function open(
  ports: ActivityPorts,
  { address, message }: { address: ProjectAddress; message: TurnRequest },
): Promise<TurnOpening> {
  const { repositoryId, issue, k } = address
  const known = await ports.projects.latestOfIssue(repositoryId, issue)
  const operation = known !== null && known.k === k && known.pullRequest !== null ? 'refine' : 'generate'
  const name = projectName(withoutPictures(message.command.prompt, () => ''))
  const base = await ports.codeHost.defaultBranch(message.repository)
  const opening = await ports.projects.openTurn({
    message,
    notes: await notesOf(ports, message),
    issue,
    k,
    operation,
    credits: ports.rules.credits[operation],
    monthlyAllowance: ports.rules.monthlyCredits,
    project: {
      name,
      branch: branchName(address, name),
      baseBranch: base.name,
      packageFolder: message.packageFolder ?? '',
      workflowId: projectWorkflowId(address),
    },
    // Random, since the preview's address must not be guessed from the outside.
    previewPath: crypto.randomUUID().replaceAll('-', ''),
  })
  switch (opening.outcome) {
    case 'opened':
    case 'already-open':
      return { outcome: 'open', turnId: opening.turnId }
    case 'already-done':
      return { outcome: 'already-done' }
    case 'insufficient':
      return { ...opening, nextRefillAt: opening.nextRefillAt.toISOString() }
  }
}

/** What the command is about, line by line: the line comment that it is, or those of the review that it is the body of. */
async function notesOf(ports: ActivityPorts, message: TurnRequest): Promise<LineNote[]> {
  if (message.line !== undefined) return [message.line.note]
  if (message.kind !== 'review') return []
  const review = await ports.codeHost.review(message.repository, message.number, message.id)
  return (review?.comments ?? []).slice(0, LINE_NOTES).map((comment) => lineNote(comment, comment.body))
}

/** Hands the turn to its project's workflow. */
export async function deliver(
  ports: ActivityPorts,
  { address, message }: { address: ProjectAddress; message: TurnRequest },
): Promise<void> {
  await ports.sessions.requestTurn(address, message)
  ports.log.info({ key: commandKey(message), project: projectWorkflowId(address) }, 'A turn was requested')
}

/** Hands somebody's wish to end turns to the project's workflow. */
export function deliverCancel(
  ports: ActivityPorts,
  { address, message, asAdmin }: { address: ProjectAddress; message: CancelRequest; asAdmin: boolean },
): Promise<void> {
  return ports.sessions.requestCancel(address, { message, asAdmin })
}

export type TurnEnd = { turnId: string; state: 'UNCHANGED' } | { turnId: string; state: 'FAILED' | 'CANCELLED'; failure: FailureKind }

/** Ends a turn that published nothing and gives its credits back. */
export async function endTurn(ports: ActivityPorts, end: TurnEnd): Promise<void> {
  const summary = lastSummary(await ports.projects.steps(end.turnId)) ?? ''
  const { turnId, ...rest } = end
  await ports.projects.endTurn(turnId, { ...rest, summary })
}
