import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import type { CodeHost } from '#src/ports/code-host.ts'
import { commentPages } from './comment-pages.ts'
import { callGitHub, orMissing } from './github-failure.ts'
import type { Clients } from './octokit.ts'

/** An earlier attempt may have posted the comment that we search for. Comments older than any attempt are not read. */
const ATTEMPTS_MS = 30 * 24 * 60 * 60 * 1_000

/** Posts and edits the bot's comments and adds its reactions. */
export function createComments(clients: Clients): Pick<CodeHost, 'react' | 'putComment'> {
  return {
    react: (repository, target, content) =>
      callGitHub(async () => {
        const { rest } = clients.forRepository(repository, 'speak')
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
          // GitHub has no reactions on reviews, so the pull request gets the reaction.
          case 'review':
            await rest.reactions.createForIssue({ ...at, issue_number: target.pullRequest, content })
        }
      }),
    putComment: (repository, issue, marker, body, commentId) =>
      callGitHub(async () => {
        const { rest } = clients.forRepository(repository, 'speak')
        const at = { owner: repository.owner, repo: repository.name }
        /** Returns `null` if somebody deleted the comment. */
        const edit = async (id: number) => (await orMissing(() => rest.issues.updateComment({ ...at, comment_id: id, body })))?.data ?? null
        const known = commentId === undefined ? null : await edit(commentId)
        if (known !== null) return { commentId: known.id, url: known.html_url }

        const [first, ...duplicates] = await ourComments(clients, repository, issue, marker)
        const edited = first === undefined ? null : await edit(first)
        const { id, html_url: url } = edited ?? (await rest.issues.createComment({ ...at, issue_number: issue, body })).data
        for (const duplicate of duplicates) await orMissing(() => rest.issues.deleteComment({ ...at, comment_id: duplicate }))
        return { commentId: id, url }
      }),
  }
}

/**
 * Our app's own comments with this marker, oldest first. The author is checked because anybody can quote a marker. If the last 30 days have
 * many comments, only the first page and the last two are searched.
 */
async function ourComments(clients: Clients, repository: RepositoryRef, issue: number, marker: string): Promise<number[]> {
  const { rest } = clients.forRepository(repository, 'speak')
  const login = await clients.botLogin()
  const since = new Date(Date.now() - ATTEMPTS_MS).toISOString()
  const pages = await commentPages(rest, { owner: repository.owner, repo: repository.name, issue_number: issue, since })
  return pages
    .flat()
    .filter(({ user, body }) => user?.login === login && body?.includes(marker))
    .map(({ id }) => id)
}
