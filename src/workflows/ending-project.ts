import type { ProjectAddress } from '#src/domain/ids.ts'
import { comments, endings } from './effects.ts'
import type { Closing } from './messages.ts'

/** The pull request was merged or closed: the project ends, with a last word where one can be written. */
export async function end(address: ProjectAddress, closing: Closing): Promise<void> {
  const { ended } = await endings.endProject({ address, ...closing })
  if (ended) await comments.sayEnd({ address, merged: closing.merged }).catch(() => undefined)
}

/** The pull request was opened again: so is the project, unless its issue has a newer one. */
export async function reopen(address: ProjectAddress): Promise<void> {
  const outcome = await endings.reopenProject({ address })
  await comments.sayReopened({ address, newer: outcome.newer }).catch(() => undefined)
}
