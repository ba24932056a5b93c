import { comments, progressEdits } from './activity-proxies.ts'

/** The shortest time between two edits of the comment. */
const EDIT_INTERVAL_MS = 4_000

export type Progress = {
  /** Shows the phase unless the last edit was too recent. Never waits. */
  enter(phase: string): void
  /** Resolves when no edit is running. */
  settled(): Promise<void>
}

/**
 * Keeps the turn's progress comment up to date without blocking the work: one write at a time, the acknowledgement first. Activities log
 * failed writes; the next edit or the final comment replaces them.
 */
export function followProgress(turnId: string): Progress {
  let lastMs = Date.now()
  let edit: Promise<void> | null = null
  const write = (running: Promise<void>): void => {
    edit = running
      .catch(() => undefined)
      .finally(() => {
        edit = null
      })
  }
  write(comments.acknowledge({ turnId }))
  return {
    enter(phase) {
      if (edit !== null || Date.now() - lastMs < EDIT_INTERVAL_MS) return
      lastMs = Date.now()
      write(progressEdits.showProgress({ turnId, phase }))
    },
    async settled() {
      await edit
    },
  }
}
