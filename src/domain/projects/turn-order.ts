import type { Command } from '../commands/command-message.ts'

/** Sorts commands in the order in which they were written: by time, then kind, then GitHub's id. */
export function byTimeWritten(a: Pick<Command, 'writtenAt' | 'kind' | 'id'>, b: Pick<Command, 'writtenAt' | 'kind' | 'id'>): number {
  const byTime = Date.parse(a.writtenAt) - Date.parse(b.writtenAt)
  if (byTime !== 0 && !Number.isNaN(byTime)) return byTime
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1
  return a.id - b.id
}
