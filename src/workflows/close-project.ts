import type { TurnCommand } from '#src/domain/commands/command-message.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import { comments, endings } from './activity-proxies.ts'
import { replyToCommand } from './reply-to-command.ts'
import type { PullRequestClosure, Stop } from './signals.ts'

/** The pull request was merged or closed: the project ends, with a last word where one can be written. */
export async function closeProject(address: ProjectAddress, closing: PullRequestClosure): Promise<void> {
  const { ended } = await endings.endProject({ address, ...closing })
  if (ended) await comments.sayEnd({ address, merged: closing.merged }).catch(() => undefined)
}

/** `dropped`: the turns that were waiting. */
export type ProjectStop = Stop & { dropped: TurnCommand[] }

/** The conversation stops where it stands: nothing of it runs or waits any more. */
export async function stopProject(address: ProjectAddress, stopping: ProjectStop): Promise<void> {
  switch (stopping.why) {
    case 'deleted': {
      const by = stopping.message.author.login
      await Promise.allSettled(stopping.dropped.map((turn) => comments.dropWaiting({ message: turn, by })))
      await endings.deleteProject({ address })
      return replyToCommand(stopping.message, { about: 'deleted' })
    }
    case 'issue-gone':
      await endings.endWithIssue({ address })
      return
    case 'not-allowed':
      return
  }
}

/** The pull request was opened again: so is the project, unless its issue has a newer one. */
export async function reopenProject(address: ProjectAddress): Promise<void> {
  const outcome = await endings.reopenProject({ address })
  await comments.sayReopened({ address, newer: outcome.newer }).catch(() => undefined)
}
