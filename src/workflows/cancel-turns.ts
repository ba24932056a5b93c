import type { TurnCommand } from '#src/domain/commands/command-message.ts'
import { comments } from './activity-proxies.ts'
import type { CancelInput } from './signals.ts'
import type { ProjectRun } from './project-run.ts'
import { replyToCommand } from './reply-to-command.ts'

/**
 * Cancels the running turn, and with `all` the queued turns too. An author can cancel their own turns, an admin everybody's. Replies with
 * the result.
 */
export async function cancelTurns(
  { message, asAdmin }: CancelInput,
  { running, queue, positions }: Pick<ProjectRun, 'running' | 'queue' | 'positions'>,
): Promise<void> {
  const by = message.author.login
  const mayCancel = ({ author }: TurnCommand): boolean => asAdmin || author.id === message.author.id
  // If no turn is running, the command means the first turn in the queue.
  const candidates = message.command.all ? queue : running === null ? queue.slice(0, 1) : []
  const dropped = candidates.filter(mayCancel)
  for (const turn of dropped) queue.splice(queue.indexOf(turn), 1)
  const cancelsRunning = running !== null && mayCancel(running.command) && !running.isCommitting
  if (cancelsRunning) running.cancel(by)

  if (cancelsRunning || dropped.length > 0) {
    // Waits for a running edit of a queue position, so that it can't overwrite these comments. Turns left in the queue get new positions
    // below.
    if (dropped.length > 0) await positions.paused()
    // A comment that can't be written must not end the project.
    await Promise.allSettled([...dropped.map((turn) => comments.dropWaiting({ message: turn, by })), comments.confirm({ message })])
    positions.changed()
    return
  }
  const other = running !== null && !mayCancel(running.command) ? running.command : queue.find((turn) => !mayCancel(turn))
  if (running?.isCommitting === true && mayCancel(running.command)) return replyToCommand(message, { about: 'too-late-to-cancel' })
  if (other !== undefined) return replyToCommand(message, { about: 'not-yours-to-cancel', author: other.author.login })
  return replyToCommand(message, { about: 'nothing-to-cancel' })
}
