import { commandKey } from '#src/domain/projects/ids.ts'
import type { TurnCommand } from '#src/domain/commands/command-message.ts'
import { progressEdits } from './activity-proxies.ts'

export type QueuePositions = {
  /** Brings the comments of those that wait up to date, in the background. */
  changed(): void
  /** Resolves when no comment is being written; none is until `changed` is called again. */
  paused(): Promise<void>
  /** True where the turn has a comment that tells its place. */
  wereTold(turn: TurnCommand): boolean
}

/**
 * Tells each waiting turn its place in its comment: one write at a time, and only where the place is another one than was told. A write
 * that fails is logged by its activity; the next change, or the turn's beginning, makes up for it.
 */
export function trackQueuePositions(waiting: () => readonly TurnCommand[]): QueuePositions {
  const told = new Map<string, number>()
  const state: { wanted: boolean; telling: Promise<void> | null } = { wanted: false, telling: null }
  const next = (): { message: TurnCommand; place: number } | undefined =>
    waiting()
      .map((message, index) => ({ message, place: index + 1 }))
      .find(({ message, place }) => told.get(commandKey(message)) !== place)
  const tell = async (): Promise<void> => {
    for (let one = next(); state.wanted && one !== undefined; one = next()) {
      told.set(commandKey(one.message), one.place)
      await progressEdits.showPlace(one).catch(() => undefined)
    }
  }
  const changed = (): void => {
    state.wanted = true
    state.telling ??= tell().finally(() => {
      state.telling = null
      if (state.wanted && next() !== undefined) changed()
    })
  }
  return {
    changed,
    wereTold: (turn) => told.has(commandKey(turn)),
    async paused() {
      state.wanted = false
      await state.telling
    },
  }
}
