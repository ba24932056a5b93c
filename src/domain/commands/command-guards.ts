import type { CancelCommand, Command, SteerCommand, TurnCommand } from './command-message.ts'

// Workflows import this file and evaluate their imports at each start, so it must not import schemas.

export const TURN_COMMANDS = ['generate', 'refine', 'bare', 'retry', 'fix', 'undo', 'restore', 'rebase'] as const

export function isTurnCommand(message: Command): message is TurnCommand {
  return TURN_COMMANDS.some((name) => name === message.command.name)
}

export function isSteerCommand(message: Command): message is SteerCommand {
  return message.command.name === 'steer'
}

export function isCancelCommand(message: Command): message is CancelCommand {
  return message.command.name === 'cancel'
}
