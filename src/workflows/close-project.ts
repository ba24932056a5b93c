import type { TurnCommand } from '#src/domain/commands/command-message.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import { comments, endings } from './activity-proxies.ts'
import { replyToCommand } from './reply-to-command.ts'
import type { PullRequestClosure, Stop } from './signals.ts'

/** The pull request was merged or closed: ends the project and posts a final comment if possible. */
export async function closeProject(address: ProjectAddress, closure: PullRequestClosure): Promise<void> {
  const { ended } = await endings.endProject({ address, ...closure })
  if (ended) await comments.sayEnd({ address, merged: closure.merged }).catch(() => undefined)
}

/** `dropped`: the turns that were in the queue. */
export type ProjectStop = Stop & { dropped: TurnCommand[] }

/** Stops the project at once; no turn is running or queued any more. */
export async function stopProject(address: ProjectAddress, stop: ProjectStop): Promise<void> {
  switch (stop.why) {
    case 'deleted': {
      const by = stop.message.author.login
      await Promise.allSettled(stop.dropped.map((turn) => comments.dropWaiting({ message: turn, by })))
      await endings.deleteProject({ address })
      return replyToCommand(stop.message, { about: 'deleted' })
    }
    case 'issue-gone':
      await endings.endWithIssue({ address })
      return
    case 'not-allowed':
      return
  }
}

/** The pull request was reopened: reopens the project, unless its issue has a newer one. */
export async function reopenProject(address: ProjectAddress): Promise<void> {
  const outcome = await endings.reopenProject({ address })
  await comments.sayReopened({ address, newer: outcome.newer }).catch(() => undefined)
}
