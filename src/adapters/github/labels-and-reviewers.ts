import type { CodeHost } from '#src/ports/code-host.ts'
import { callGitHub, hasStatus } from './github-failure.ts'
import type { Clients } from './octokit.ts'

/** Adds labels and reviewers to a new pull request. */
export function createLabelsAndReviewers(clients: Clients): Pick<CodeHost, 'addLabelsAndReviewers'> {
  return {
    addLabelsAndReviewers: (repository, number, { labels, reviewers }) =>
      callGitHub(async () => {
        const { rest } = clients.forRepository(repository, 'propose')
        const at = { owner: repository.owner, repo: repository.name }
        const isAccepted = async (call: () => Promise<unknown>): Promise<boolean> => {
          try {
            await call()
            return true
          } catch (error) {
            // The label is invalid, or the reviewer may not read the repository.
            if (hasStatus(error, 422) || hasStatus(error, 404)) return false
            throw error
          }
        }
        const refused: string[] = []
        if (labels.length > 0 && !(await isAccepted(() => rest.issues.addLabels({ ...at, issue_number: number, labels: [...labels] }))))
          refused.push(...labels)
        // One request per reviewer: GitHub rejects the whole request if it rejects one of them.
        for (const reviewer of reviewers) {
          const [login = '', team] = reviewer.split('/')
          const reviewersOrTeam = team === undefined ? { reviewers: [login] } : { team_reviewers: [team] }
          if (!(await isAccepted(() => rest.pulls.requestReviewers({ ...at, pull_number: number, ...reviewersOrTeam }))))
            refused.push(reviewer)
        }
        return refused
      }),
  }
}
