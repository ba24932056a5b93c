import type { TurnRequest } from '#src/domain/commands/command-message.ts'
import { comments } from './activity-proxies.ts'
import type { CancelInput } from './signals.ts'
import type { Places } from './queue-positions.ts'
import type { RunningTurn } from './running-turn.ts'
import { tell } from './reply-to-command.ts'

type Running = { turn: RunningTurn | null; queue: TurnRequest[]; places: Places }

/** Ends the running turn, and with `all` those of `queue`: their own ones for an author, everybody's for an admin. Says what came of it. */
export async function endTurns({ message, asAdmin }: CancelInput, { turn: running, queue, places }: Running): Promise<void> {
  const by = message.author.login
  const mayEnd = ({ author }: TurnRequest): boolean => asAdmin || author.id === message.author.id
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
  if (running?.isCommitting === true && mayEnd(running.request)) return tell(message, { about: 'too-late-to-cancel' })
  if (others !== undefined) return tell(message, { about: 'not-yours-to-cancel', author: others.author.login })
  return tell(message, { about: 'nothing-to-cancel' })
}
