import type { TurnCommand } from '#src/domain/commands/command-message.ts'
import { comments } from './activity-proxies.ts'
import type { CancelInput } from './signals.ts'
import type { QueuePositions } from './queue-positions.ts'
import type { RunningTurn } from './running-turn.ts'
import { replyToCommand } from './reply-to-command.ts'

type Running = { turn: RunningTurn | null; queue: TurnCommand[]; places: QueuePositions }

/** Ends the running turn, and with `all` those of `queue`: their own ones for an author, everybody's for an admin. Says what came of it. */
export async function cancelTurns({ message, asAdmin }: CancelInput, { turn: running, queue, places }: Running): Promise<void> {
  const by = message.author.login
  const mayEnd = ({ author }: TurnCommand): boolean => asAdmin || author.id === message.author.id
  // Where nothing runs yet, the first of those that wait is the one that is meant.
  const meant = message.command.all ? queue : running === null ? queue.slice(0, 1) : []
  const dropped = meant.filter(mayEnd)
  for (const turn of dropped) queue.splice(queue.indexOf(turn), 1)
  const ends = running !== null && mayEnd(running.request) && !running.isCommitting
  if (ends) running.cancel(by)

  if (ends || dropped.length > 0) {
    // A place that is being told would stand over what is said now; and those that are left move up.
    if (dropped.length > 0) await places.paused()
    // Like every word of ours, these must not end the project where they can't be written.
    await Promise.allSettled([...dropped.map((turn) => comments.dropWaiting({ message: turn, by })), comments.confirm({ message })])
    places.changed()
    return
  }
  const others = running !== null && !mayEnd(running.request) ? running.request : queue.find((turn) => !mayEnd(turn))
  if (running?.isCommitting === true && mayEnd(running.request)) return replyToCommand(message, { about: 'too-late-to-cancel' })
  if (others !== undefined) return replyToCommand(message, { about: 'not-yours-to-cancel', author: others.author.login })
  return replyToCommand(message, { about: 'nothing-to-cancel' })
}
