import type { CodeHost } from '#src/ports/code-host.ts'
import { commentPages } from './comment-pages.ts'
import { callGitHubOrNull } from './github-failure.ts'
import type { Clients } from './octokit.ts'

/** Reads an issue and its comments. */
export function createIssues(clients: Clients): Pick<CodeHost, 'issue'> {
  return {
    async issue(repository, number, lastComments) {
      const { rest } = clients.forRepository(repository, 'listen')
      const at = { owner: repository.owner, repo: repository.name, issue_number: number }
      const [found, pages] = await Promise.all([
        callGitHubOrNull(() => rest.issues.get(at)),
        callGitHubOrNull(() => commentPages(rest, at)),
      ])
      if (found === null) return null
      const { title, body, user } = found.data
      return {
        title,
        body: body ?? '',
        author: user?.login ?? '',
        comments: (pages ?? [])
          .slice(-2)
          .flat()
          .filter((comment) => comment.user?.type === 'User')
          .map((comment) => ({ author: comment.user?.login ?? '', body: comment.body ?? '' }))
          .slice(-lastComments),
      }
    },
  }
}
