import type { CodeHost } from '#src/ports/code-host.ts'
import { askingFor } from './github-failure.ts'
import type { Clients } from './octokit.ts'

/** What somebody wrote when they opened an issue. */
export function createIssues(clients: Clients): Pick<CodeHost, 'issue'> {
  return {
    async issue(repository, number) {
      const { rest } = clients.forRepository(repository)
      const found = await askingFor(() => rest.issues.get({ owner: repository.owner, repo: repository.name, issue_number: number }))
      if (found === null) return null
      const { title, body, user } = found.data
      return { title, body: body ?? '', author: user?.login ?? '' }
    },
  }
}
