import { githubEvents } from './activity-proxies.ts'
import type { GitHubEventInput } from './signals.ts'

/** One notice of GitHub's, from its webhook to what follows from it. */
export async function githubEventWorkflow({ notice }: GitHubEventInput): Promise<void> {
  await githubEvents.heed({ notice })
}
