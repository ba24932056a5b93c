import type { TurnRequest } from '#src/domain/commands/command-message.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import { comments, endings } from './activity-proxies.ts'
import { tell } from './reply-to-command.ts'
import type { Closing, Stop } from './signals.ts'

/** The pull request was merged or closed: the project ends, with a last word where one can be written. */
export async function end(address: ProjectAddress, closing: Closing): Promise<void> {
  const { ended } = await endings.endProject({ address, ...closing })
  if (ended) await comments.sayEnd({ address, merged: closing.merged }).catch(() => undefined)
}

/** `dropped`: the turns that were waiting. */
export type Stopping = Stop & { dropped: TurnRequest[] }

/** The conversation stops where it stands: nothing of it runs or waits any more. */
export async function stop(address: ProjectAddress, stopping: Stopping): Promise<void> {
  switch (stopping.why) {
    case 'deleted': {
      const by = stopping.message.author.login
      await Promise.allSettled(stopping.dropped.map((turn) => comments.dropWaiting({ message: turn, by })))
      await endings.deleteProject({ address })
      return tell(stopping.message, { about: 'deleted' })
    }
    case 'issue-gone':
      await endings.endWithIssue({ address })
      return
    case 'not-allowed':
      return
  }
}

/** The pull request was opened again: so is the project, unless its issue has a newer one. */
export async function reopen(address: ProjectAddress): Promise<void> {
  const outcome = await endings.reopenProject({ address })
  await comments.sayReopened({ address, newer: outcome.newer }).catch(() => undefined)
}
