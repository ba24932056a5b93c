import { progressMarker } from '#src/domain/projects/ids.ts'
import { lastSummary } from '#src/domain/agent/last-summary.ts'
import { picturesLine } from '#src/domain/agent/prompt-pictures.ts'
import type { StepRecord, TurnRecord } from '#src/domain/projects/records.ts'
import {
  allowanceLine,
  cancelledComment,
  failedComment,
  continuesOnLine,
  unchangedReason,
  progressComment,
  publishedComment,
  unusedInstructionsLine,
  unchangedComment,
} from '#src/domain/messages/turn-comment.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { readTurnStart } from '../agent/stored-turn-start.ts'
import { reactToCommand } from '../commands/react-to-command.ts'

/** The ports that this file uses. */
type Ports = Pick<ActivityPorts, 'artifacts' | 'codeHost' | 'instructions' | 'ledger' | 'links' | 'steps' | 'turns' | 'versions'>

const BLIND = 'The configured model can’t see pictures, so it used only the text.'

/** Reacts to the command and posts the turn's one comment, which is edited from then on. */
export async function acknowledgeTurn(ports: Ports, { turnId }: { turnId: string }): Promise<void> {
  const turn = await ports.turns.turn(turnId)
  const command = { kind: turn.kind, id: turn.commandId, number: turn.commentsOn }
  await Promise.all([
    reactToCommand(ports, turn.project.repository, command, 'eyes'),
    showState(ports, turn, await progressText(ports, turn, 'Preparing')),
  ])
}

export async function showProgress(ports: Ports, { turnId, phase }: { turnId: string; phase: string }): Promise<void> {
  const turn = await ports.turns.turn(turnId)
  await showState(ports, turn, await progressText(ports, turn, phase))
}

/** Writes the comment's last state from the stored turn. `failedChecks`: failed checks of the repository's own. */
export async function postFinalComment(
  ports: Ports,
  { turnId, cancelledBy, failedChecks = [] }: { turnId: string; cancelledBy?: string; failedChecks?: readonly string[] },
): Promise<void> {
  const turn = await ports.turns.turn(turnId)
  // Looks for the comment by its marker again, to find and delete a duplicate that a lost response from GitHub left behind.
  await showState(
    ports,
    { ...turn, progressCommentId: null },
    await lastText(ports, turn, { cancelledBy: cancelledBy ?? null, failedChecks }),
  )
}

async function showState(ports: Ports, turn: TurnRecord, text: string): Promise<void> {
  const marker = progressMarker(turn.key)
  const { commentId } = await ports.codeHost.putComment(
    turn.project.repository,
    turn.commentsOn,
    marker,
    `${text}\n\n${marker}`,
    turn.progressCommentId ?? undefined,
  )
  if (commentId !== turn.progressCommentId) await ports.turns.setProgressComment(turn.id, commentId)
}

async function progressText(ports: Ports, turn: TurnRecord, phase: string): Promise<string> {
  const steps = await ports.steps.steps(turn.id)
  const seconds = (Date.now() - turn.openedAt.getTime()) / 1_000
  return progressComment({
    prompt: turn.prompt,
    steps,
    seconds,
    phase,
    operation: turn.operation,
    liveUrl: pageOf(ports, turn),
    notes: await notesOf(ports, turn, steps),
  })
}

function pageOf({ links }: Ports, { project, number }: TurnRecord): string {
  return links.turnPage(project.id, number)
}

/** Notes on the pull request that the turn changes and on pictures that it could not use. */
async function notesOf(ports: Ports, turn: TurnRecord, steps: readonly StepRecord[]): Promise<string[]> {
  const pictures = turn.base === null ? null : picturesLine((await readTurnStart(ports, turn)).unused)
  const notes = [continuesOnLine(turn), pictures, steps.some(({ withoutPictures }) => withoutPictures) ? BLIND : null]
  return notes.filter((note) => note !== null)
}

/** The same notes, plus unused instructions and the state of the allowance. */
async function lastNotesOf(ports: Ports, turn: TurnRecord, steps: readonly StepRecord[]): Promise<string[]> {
  const [notes, steers, share] = await Promise.all([
    notesOf(ports, turn, steps),
    ports.instructions.instructions(turn.id),
    ports.ledger.allowanceNotice(turn.id),
  ])
  const late = unusedInstructionsLine(steers.filter(({ step }) => step === null).map(({ author }) => author))
  return [...notes, late, share === null ? null : allowanceLine(share)].filter((note) => note !== null)
}

type EndDetails = { cancelledBy: string | null; failedChecks: readonly string[] }

async function lastText(ports: Ports, turn: TurnRecord, { cancelledBy, failedChecks }: EndDetails): Promise<string> {
  switch (turn.state) {
    case 'RUNNING':
      return progressText(ports, turn, 'Finishing')
    case 'UNCHANGED': {
      const { operation, credits, project, mergeCommit } = turn
      const steps = await ports.steps.steps(turn.id)
      const merged =
        mergeCommit === null
          ? null
          : `${project.baseBranch} was merged into the branch. Nothing that Ollio published is left on it, so there is no new version.`
      const summary = merged ?? lastSummary(steps) ?? unchangedReason(operation, project.baseBranch)
      return unchangedComment({ summary, credits, notes: await lastNotesOf(ports, turn, steps) })
    }
    case 'CANCELLED':
      return cancelledComment(cancelledBy, turn.credits, pageOf(ports, turn))
    case 'FAILED':
      return failedComment({ ...turn, kind: turn.failure ?? 'unexpected', stepsUrl: pageOf(ports, turn) })
    case 'PUBLISHED':
    case 'PARTIAL': {
      const [version, receipt, steps] = await Promise.all([
        ports.versions.versionOfTurn(turn.id),
        ports.turns.receipt(turn.id),
        ports.steps.steps(turn.id),
      ])
      if (version === null || version.commitSha === null || turn.project.pullRequest === null)
        return failedComment({ ...turn, kind: 'unexpected', stepsUrl: pageOf(ports, turn) })
      return publishedComment({
        version: version.number,
        name: turn.project.name,
        summary: version.summary,
        pullRequest: turn.project.pullRequest,
        commitSha: version.commitSha,
        previewUrl: ports.links.versionPage(turn.project.id, version.number),
        draft: version.draft,
        partial: turn.state === 'PARTIAL',
        checks: version.checks,
        receipt,
        author: turn.author.login,
        failedChecks,
        notes: await lastNotesOf(ports, turn, steps),
      })
    }
  }
}
