import type { CancelRequest, CommandMessage, SteerRequest, TurnRequest } from './command-message.ts'

// Workflows import this, and evaluate what they import anew at each start: it stays without schemas.

export const TURN_COMMANDS = ['generate', 'refine', 'bare', 'retry', 'fix', 'undo', 'restore', 'rebase'] as const

export function isTurnRequest(message: CommandMessage): message is TurnRequest {
  return TURN_COMMANDS.some((name) => name === message.command.name)
}

export function isSteerRequest(message: CommandMessage): message is SteerRequest {
  return message.command.name === 'steer'
}

export function isCancelRequest(message: CommandMessage): message is CancelRequest {
  return message.command.name === 'cancel'
}
