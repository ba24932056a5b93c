import type { CodeHost } from '#src/ports/code-host.ts'
import { askingFor } from './github-failure.ts'
import type { Clients } from './octokit.ts'

const PAGE = 100

/** What people wrote in an issue. */
export function createIssues(clients: Clients): Pick<CodeHost, 'issue' | 'lastComments'> {
  return {
    async issue(repository, number) {
      const { rest } = clients.forRepository(repository, 'listen')
      const found = await askingFor(() => rest.issues.get({ owner: repository.owner, repo: repository.name, issue_number: number }))
      if (found === null) return null
      const { title, body, user } = found.data
      return { title, body: body ?? '', author: user?.login ?? '' }
    },
    async lastComments(repository, number, limit) {
      const { rest } = clients.forRepository(repository, 'listen')
      const at = { owner: repository.owner, repo: repository.name, issue_number: number }
      const issue = await askingFor(() => rest.issues.get(at))
      if (issue === null || issue.data.comments === 0) return []
      // They come oldest first, so the last ones are on the last pages.
      const last = Math.ceil(issue.data.comments / PAGE)
      const pages = last > 1 ? [last - 1, last] : [last]
      const found = await Promise.all(pages.map((page) => askingFor(() => rest.issues.listComments({ ...at, per_page: PAGE, page }))))
      return found
        .flatMap((page) => page?.data ?? [])
        .filter(({ user }) => user?.type === 'User')
        .map(({ user, body }) => ({ author: user?.login ?? '', body: body ?? '' }))
        .slice(-limit)
    },
  }
}
