import type { Command, TurnCommand } from '#src/domain/commands/command-message.ts'
import { commandKey, progressMarker } from '#src/domain/projects/ids.ts'
import { turnPrompt } from '#src/domain/agent/turn-prompt.ts'
import { removedFromQueueComment, queuedComment } from '#src/domain/messages/turn-comment.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { reactToCommand } from './react-to-command.ts'

/** Shows a waiting turn's place, in the comment that becomes its progress comment when it begins. */
export async function postQueuePosition(ports: ActivityPorts, { message, place }: { message: TurnCommand; place: number }): Promise<void> {
  await put(ports, message, queuedComment({ prompt: turnPrompt(message.command), place }))
}

/** Says that a waiting turn was cancelled before it began. */
export async function postRemovedFromQueue(ports: ActivityPorts, { message, by }: { message: TurnCommand; by: string }): Promise<void> {
  await put(ports, message, removedFromQueueComment(by))
}

/** A sign that a command did what it should, where there is nothing more to say. */
export async function confirmCommand(ports: ActivityPorts, { message }: { message: Command }): Promise<void> {
  await reactToCommand(ports, message.repository, message, '+1')
}

/** A sign that nothing comes of a command, where that was said before. */
export async function refuseCommand(ports: ActivityPorts, { message }: { message: Command }): Promise<void> {
  await reactToCommand(ports, message.repository, message, 'confused')
}

async function put(ports: ActivityPorts, message: TurnCommand, text: string): Promise<void> {
  const marker = progressMarker(commandKey(message))
  await ports.codeHost.putComment(message.repository, message.number, marker, `${text}\n\n${marker}`)
}
