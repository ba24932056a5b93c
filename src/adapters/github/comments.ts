import type { CodeHost } from '#src/ports/code-host.ts'
import { asking, hasStatus } from './github-failure.ts'
import type { Clients } from './octokit.ts'

/** Pages of comments that are searched for ours, the newest last: 3,000 comments. */
const PAGES = 30

/** Comments and reactions: what the bot says. */
export function createComments(clients: Clients): Pick<CodeHost, 'react' | 'putComment'> {
  return {
    react: (repository, target, content) =>
      asking(async () => {
        const { rest } = clients.forRepository(repository)
        const at = { owner: repository.owner, repo: repository.name }
        switch (target.kind) {
          case 'comment':
            await rest.reactions.createForIssueComment({ ...at, comment_id: target.id, content })
            return
          case 'review-comment':
            await rest.reactions.createForPullRequestReviewComment({ ...at, comment_id: target.id, content })
            return
          case 'issue':
            await rest.reactions.createForIssue({ ...at, issue_number: target.number, content })
            return
          // GitHub has no reactions on reviews; the pull request itself takes it.
          case 'review':
            await rest.reactions.createForIssue({ ...at, issue_number: target.pullRequest, content })
        }
      }),
    putComment: (repository, issue, marker, body, commentId) =>
      asking(async () => {
        const { rest } = clients.forRepository(repository)
        const at = { owner: repository.owner, repo: repository.name }
        const edit = async (id: number) => {
          const { data } = await rest.issues.updateComment({ ...at, comment_id: id, body })
          return { commentId: data.id, url: data.html_url }
        }
        if (commentId !== undefined) {
          try {
            return await edit(commentId)
          } catch (error) {
            // Somebody deleted it: a new one is written.
            if (!hasStatus(error, 404)) throw error
          }
        }
        const [first, ...doubles] = await ours(issue, marker)
        if (first === undefined) {
          const { data } = await rest.issues.createComment({ ...at, issue_number: issue, body })
          return { commentId: data.id, url: data.html_url }
        }
        const [edited] = await Promise.all([edit(first), ...doubles.map((id) => rest.issues.deleteComment({ ...at, comment_id: id }))])
        return edited

        async function ours(number: number, line: string): Promise<number[]> {
          const login = await clients.botLogin()
          const found: number[] = []
          for (let page = 1; page <= PAGES; page += 1) {
            const { data } = await rest.issues.listComments({ ...at, issue_number: number, per_page: 100, page })
            for (const comment of data) if (comment.user?.login === login && comment.body?.includes(line)) found.push(comment.id)
            if (data.length < 100) break
          }
          return found
        }
      }),
  }
}
