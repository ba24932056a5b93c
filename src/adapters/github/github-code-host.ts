import type { CodeHost } from '#src/ports/code-host.ts'
import { createAttachments } from './attachments.ts'
import { createCheckRuns } from './check-runs.ts'
import { createComments } from './comments.ts'
import { createCommits } from './commits.ts'
import { createLabelsAndReviewers } from './labels-and-reviewers.ts'
import { createFailedChecks } from './failed-checks.ts'
import { createIssues } from './issues.ts'
import { createClients } from './octokit.ts'
import type { GitHubSettings } from './octokit.ts'
import { createPullRequests } from './pull-requests.ts'
import { createRepositories } from './repositories.ts'
import { createReviews } from './reviews.ts'

/** GitHub, accessed with the app's short-lived tokens. */
export function createCodeHost(settings: GitHubSettings): CodeHost {
  const clients = createClients(settings)
  return {
    ...createRepositories(clients),
    ...createComments(clients),
    ...createCommits(clients),
    ...createPullRequests(clients),
    ...createReviews(clients),
    ...createCheckRuns(clients),
    ...createLabelsAndReviewers(clients),
    ...createFailedChecks(clients),
    ...createIssues(clients),
    ...createAttachments(clients, settings.apiUrl),
  }
}
