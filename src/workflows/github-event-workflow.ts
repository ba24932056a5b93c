import { githubEvents } from './activity-proxies.ts'
import type { GitHubEventInput } from './signals.ts'

/** Handles one GitHub event. */
export async function githubEventWorkflow({ notice }: GitHubEventInput): Promise<void> {
  await githubEvents.heed({ notice })
}
