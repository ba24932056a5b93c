import type { Command, TurnCommand } from '#src/domain/commands/command-message.ts'
import { commandKey, progressMarker } from '#src/domain/projects/ids.ts'
import { removedFromQueueComment, queuedComment } from '#src/domain/messages/turn-comment.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { reactToCommand } from './react-to-command.ts'

/** The ports that this file uses. */
type Ports = Pick<ActivityPorts, 'codeHost'>

/** Shows a waiting turn's queue position, in the comment that becomes its progress comment when it starts. */
export async function postQueuePosition(ports: Ports, { message, place }: { message: TurnCommand; place: number }): Promise<void> {
  await put(ports, message, queuedComment(message, place))
}

/** Shows that a turn was cancelled while it waited. */
export async function postRemovedFromQueue(ports: Ports, { message, by }: { message: TurnCommand; by: string }): Promise<void> {
  await put(ports, message, removedFromQueueComment(message, by))
}

/** Reacts to a command that succeeded and needs no reply. */
export async function confirmCommand(ports: Ports, { message }: { message: Command }): Promise<void> {
  await reactToCommand(ports, message.repository, message, '+1')
}

/** Reacts to a command that was refused, if the reason was posted before. */
export async function refuseCommand(ports: Ports, { message }: { message: Command }): Promise<void> {
  await reactToCommand(ports, message.repository, message, 'confused')
}

async function put(ports: Ports, message: TurnCommand, text: string): Promise<void> {
  const marker = progressMarker(commandKey(message))
  await ports.codeHost.putComment(message.repository, message.number, marker, `${text}\n\n${marker}`)
}
