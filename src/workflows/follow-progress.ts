import { comments, progressEdits } from './activity-proxies.ts'

/** At least so long between two edits of the comment. */
const PAUSE_MS = 4_000

export type Progress = {
  /** Shows the phase, where the last edit is long enough ago. Never waits. */
  enter(phase: string): void
  /** Resolves when no edit is under way. */
  settled(): Promise<void>
}

/**
 * Keeps the turn's comment alive beside the work: one write at a time, beginning with the acknowledgement, and never so that the work
 * waits for it. A write that fails is logged by its activity; the next one, or the report, makes up for it.
 */
export function followProgress(turnId: string): Progress {
  let lastMs = Date.now()
  let edit: Promise<void> | null = null
  const write = (writing: Promise<void>): void => {
    edit = writing
      .catch(() => undefined)
      .finally(() => {
        edit = null
      })
  }
  write(comments.acknowledge({ turnId }))
  return {
    enter(phase) {
      if (edit !== null || Date.now() - lastMs < PAUSE_MS) return
      lastMs = Date.now()
      write(progressEdits.showProgress({ turnId, phase }))
    },
    async settled() {
      await edit
    },
  }
}
