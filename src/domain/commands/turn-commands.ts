// Workflows import this file and evaluate their imports at each start, so it must not import schemas.

/** The commands that start a turn, by their stored names. */
export const TURN_COMMANDS = ['generate', 'refine', 'bare', 'retry', 'fix', 'undo', 'restore', 'rebase'] as const
