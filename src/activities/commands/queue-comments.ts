import type { CommandMessage, TurnRequest } from '#src/domain/commands/command-message.ts'
import { commandKey, progressMarker } from '#src/domain/projects/ids.ts'
import { wishOf } from '#src/domain/agent/turn-prompt.ts'
import { droppedComment, waitingComment } from '#src/domain/messages/turn-comment.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { reactTo } from './react-to-command.ts'

/** Shows a waiting turn's place, in the comment that becomes its progress comment when it begins. */
export async function showPlace(ports: ActivityPorts, { message, place }: { message: TurnRequest; place: number }): Promise<void> {
  await put(ports, message, waitingComment({ prompt: wishOf(message.command), place }))
}

/** Says that a waiting turn was cancelled before it began. */
export async function dropWaiting(ports: ActivityPorts, { message, by }: { message: TurnRequest; by: string }): Promise<void> {
  await put(ports, message, droppedComment(by))
}

/** A sign that a command did what it should, where there is nothing more to say. */
export async function confirm(ports: ActivityPorts, { message }: { message: CommandMessage }): Promise<void> {
  await reactTo(ports, message.repository, message, '+1')
}

/** A sign that nothing comes of a command, where that was said before. */
export async function refuse(ports: ActivityPorts, { message }: { message: CommandMessage }): Promise<void> {
  await reactTo(ports, message.repository, message, 'confused')
}

async function put(ports: ActivityPorts, message: TurnRequest, text: string): Promise<void> {
  const marker = progressMarker(commandKey(message))
  await ports.codeHost.putComment(message.repository, message.number, marker, `${text}\n\n${marker}`)
}
