import { commandKey } from '#src/domain/projects/ids.ts'
import type { TurnCommand } from '#src/domain/commands/command-message.ts'
import { progressEdits } from './activity-proxies.ts'

export type QueuePositions = {
  /** Updates the comments of the queued turns in the background. */
  changed(): void
  /** Resolves when no comment is being written. Writing stops until `changed` is called again. */
  paused(): Promise<void>
  /** True if the turn has a comment that shows its queue position. */
  isShown(turn: TurnCommand): boolean
}

/**
 * Shows each queued turn its position in a comment: one write at a time, and only if the position changed. Activities log failed writes;
 * the next change or the start of the turn replaces them.
 */
export function trackQueuePositions(waiting: () => readonly TurnCommand[]): QueuePositions {
  const shown = new Map<string, number>()
  const state: { enabled: boolean; writing: Promise<void> | null } = { enabled: false, writing: null }
  const next = (): { message: TurnCommand; place: number } | undefined =>
    waiting()
      .map((message, index) => ({ message, place: index + 1 }))
      .find(({ message, place }) => shown.get(commandKey(message)) !== place)
  const write = async (): Promise<void> => {
    for (let update = next(); state.enabled && update !== undefined; update = next()) {
      shown.set(commandKey(update.message), update.place)
      await progressEdits.showPlace(update).catch(() => undefined)
    }
  }
  const changed = (): void => {
    state.enabled = true
    state.writing ??= write().finally(() => {
      state.writing = null
      if (state.enabled && next() !== undefined) changed()
    })
  }
  return {
    changed,
    isShown: (turn) => shown.has(commandKey(turn)),
    async paused() {
      state.enabled = false
      await state.writing
    },
  }
}
