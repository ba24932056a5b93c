import type { CodeHost, PullRequest } from '#src/ports/code-host.ts'
import { asking, askingFor, hasStatus } from './github-failure.ts'
import type { Clients } from './octokit.ts'

type PullRequests = Pick<CodeHost, 'pullRequest' | 'findPullRequest' | 'putPullRequest'>
/** What GitHub's answers to list, get, create and update have in common. */
type Data = {
  number: number
  html_url: string
  body: string | null
  state: string
  merged_at: string | null
  user: { login: string } | null
  head: { ref: string; sha: string }
  base: { ref: string }
}

/** The one pull request of a branch. */
export function createPullRequests(clients: Clients): PullRequests {
  const toPullRequest = async (data: Data): Promise<PullRequest> => ({
    number: data.number,
    url: data.html_url,
    body: data.body ?? '',
    headBranch: data.head.ref,
    headSha: data.head.sha,
    baseBranch: data.base.ref,
    open: data.state === 'open',
    merged: data.merged_at !== null,
    byOurApp: data.user?.login === (await clients.botLogin()),
  })
  const findPullRequest: PullRequests['findPullRequest'] = (repository, headBranch) =>
    asking(async () => {
      const { data } = await clients.forRepository(repository).rest.pulls.list({
        owner: repository.owner,
        repo: repository.name,
        head: `${repository.owner}:${headBranch}`,
        state: 'all',
        sort: 'created',
        direction: 'desc',
        per_page: 1,
      })
      return data[0] === undefined ? null : toPullRequest(data[0])
    })
  return {
    findPullRequest,
    async pullRequest(repository, number) {
      const found = await askingFor(() =>
        clients.forRepository(repository).rest.pulls.get({ owner: repository.owner, repo: repository.name, pull_number: number }),
      )
      return found === null ? null : asking(() => toPullRequest(found.data))
    },
    putPullRequest: (repository, { headBranch, baseBranch, title, body, draft }) =>
      asking(async () => {
        const { rest } = clients.forRepository(repository)
        const at = { owner: repository.owner, repo: repository.name }
        const update = async (known: PullRequest): Promise<PullRequest> => {
          const { data } = await rest.pulls.update({ ...at, pull_number: known.number, body })
          return toPullRequest(data)
        }
        const known = await findPullRequest(repository, headBranch)
        if (known?.open === true) return update(known)
        try {
          const { data } = await rest.pulls.create({ ...at, head: headBranch, base: baseBranch, title, body, draft })
          return await toPullRequest(data)
        } catch (error) {
          // An earlier try may have opened it after we looked.
          const opened = hasStatus(error, 422) ? await findPullRequest(repository, headBranch) : null
          if (opened?.open === true) return update(opened)
          throw error
        }
      }),
  }
}
