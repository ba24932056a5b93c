import type { CodeHost } from '#src/ports/code-host.ts'
import { callGitHub, hasStatus } from './github-failure.ts'
import type { Clients } from './octokit.ts'

/** What a new pull request is given beside its text. */
export function createLabelsAndReviewers(clients: Clients): Pick<CodeHost, 'addLabelsAndReviewers'> {
  return {
    addLabelsAndReviewers: (repository, number, { labels, reviewers }) =>
      callGitHub(async () => {
        const { rest } = clients.forRepository(repository, 'propose')
        const at = { owner: repository.owner, repo: repository.name }
        const taken = async (call: () => Promise<unknown>): Promise<boolean> => {
          try {
            await call()
            return true
          } catch (error) {
            // A label that can't be, or somebody who may not read the repository.
            if (hasStatus(error, 422) || hasStatus(error, 404)) return false
            throw error
          }
        }
        const refused: string[] = []
        if (labels.length > 0 && !(await taken(() => rest.issues.addLabels({ ...at, issue_number: number, labels: [...labels] }))))
          refused.push(...labels)
        // One by one: GitHub takes none where it doesn't take one.
        for (const reviewer of reviewers) {
          const [login = '', team] = reviewer.split('/')
          const asked = team === undefined ? { reviewers: [login] } : { team_reviewers: [team] }
          if (!(await taken(() => rest.pulls.requestReviewers({ ...at, pull_number: number, ...asked })))) refused.push(reviewer)
        }
        return refused
      }),
  }
}
