import { commandKey } from '#src/domain/projects/ids.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { GitHubEvent } from '#src/domain/projects/github-event.ts'
import type { Command } from '#src/domain/commands/command-message.ts'
import type { WebhookWorkflows } from '#src/app/webhooks/webhook-app.ts'

/** Workflows in memory: records what was started and sent. `state` simulates Temporal. */
export class FakeWorkflows implements WebhookWorkflows {
  readonly started: Command[] = []
  readonly closed: (ProjectAddress & { merged: boolean; pullRequest: number })[] = []
  readonly reopened: ProjectAddress[] = []
  readonly events: { delivery: string; notice: GitHubEvent }[] = []
  state: 'up' | 'down' | 'silent' = 'up'

  async startCommand(message: Command): Promise<'started' | 'already-started'> {
    await this.#answer()
    if (this.started.some((known) => commandKey(known) === commandKey(message))) return 'already-started'
    this.started.push(message)
    return 'started'
  }

  async startGitHubEvent(delivery: string, notice: GitHubEvent): Promise<'started' | 'already-started'> {
    await this.#answer()
    if (this.events.some((known) => known.delivery === delivery)) return 'already-started'
    this.events.push({ delivery, notice })
    return 'started'
  }

  async pullRequestClosed(project: ProjectAddress, end: { merged: boolean; pullRequest: number }): Promise<void> {
    await this.#answer()
    this.closed.push({ ...project, ...end })
  }

  async pullRequestReopened(project: ProjectAddress): Promise<void> {
    await this.#answer()
    this.reopened.push(project)
  }

  async #answer(): Promise<void> {
    if (this.state === 'down') throw new Error('14 UNAVAILABLE: No connection established')
    if (this.state === 'silent') await new Promise(() => undefined)
  }
}
