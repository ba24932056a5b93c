import type { CodeHost } from '#src/ports/code-host.ts'
import { callGitHub, callGitHubOrNull } from './github-failure.ts'
import type { Clients } from './octokit.ts'

/** Reads reviews and their line comments. */
export function createReviews(clients: Clients): Pick<CodeHost, 'review'> {
  return {
    async review(repository, pullRequest, id) {
      const { rest } = clients.forRepository(repository, 'listen')
      const at = { owner: repository.owner, repo: repository.name, pull_number: pullRequest, review_id: id }
      const found = await callGitHubOrNull(() => rest.pulls.getReview(at))
      if (found === null) return null
      const { data } = await callGitHub(() => rest.pulls.listCommentsForReview({ ...at, per_page: 100 }))
      const comments = data.map(({ path, body, diff_hunk: diffHunk, ...lines }) => ({
        path,
        body,
        diffHunk,
        line: lines.line,
        originalLine: lines.original_line,
        startLine: lines.start_line,
        originalStartLine: lines.original_start_line,
      }))
      return { body: found.data.body, comments }
    },
  }
}
