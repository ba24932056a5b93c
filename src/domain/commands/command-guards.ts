import type { CancelCommand, Command, SteerCommand, TurnCommand } from './command-message.ts'
import { TURN_COMMANDS } from './turn-commands.ts'

// Workflows import this file and evaluate their imports at each start, so it must not import schemas.

export function isTurnCommand(message: Command): message is TurnCommand {
  return TURN_COMMANDS.some((name) => name === message.command.name)
}

export function isSteerCommand(message: Command): message is SteerCommand {
  return message.command.name === 'steer'
}

export function isCancelCommand(message: Command): message is CancelCommand {
  return message.command.name === 'cancel'
}
