import type { RepositoryRef } from '#src/domain/command-message.ts'
import type { CodeHost } from '#src/ports/code-host.ts'
import { askingFor } from './github-failure.ts'
import type { Clients } from './octokit.ts'

const PAGE = 100

/** What people wrote in an issue. */
export function createIssues(clients: Clients): Pick<CodeHost, 'issue'> {
  async function page(repository: RepositoryRef, number: number, which: number) {
    const { rest } = clients.forRepository(repository, 'listen')
    const at = { owner: repository.owner, repo: repository.name, issue_number: number }
    return (await askingFor(() => rest.issues.listComments({ ...at, per_page: PAGE, page: which })))?.data ?? []
  }
  return {
    async issue(repository, number, lastComments) {
      const { rest } = clients.forRepository(repository, 'listen')
      const at = { owner: repository.owner, repo: repository.name, issue_number: number }
      // Side by side: most issues have no second page.
      const [found, first] = await Promise.all([askingFor(() => rest.issues.get(at)), page(repository, number, 1)])
      if (found === null) return null
      const { title, body, user, comments } = found.data
      // They come oldest first, so the last ones are on the last pages.
      const last = Math.ceil(comments / PAGE)
      const pages = await Promise.all([last - 1, last].filter((which) => which > 1).map((which) => page(repository, number, which)))
      return {
        title,
        body: body ?? '',
        author: user?.login ?? '',
        comments: [...(last > 2 ? [] : first), ...pages.flat()]
          .filter((comment) => comment.user?.type === 'User')
          .map((comment) => ({ author: comment.user?.login ?? '', body: comment.body ?? '' }))
          .slice(-lastComments),
      }
    },
  }
}
