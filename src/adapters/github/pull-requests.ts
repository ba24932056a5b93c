import { GraphqlResponseError } from '@octokit/graphql'
import type { CodeHost, PullRequest } from '#src/ports/code-host.ts'
import { callGitHub, callGitHubOrNull, hasStatus } from './github-failure.ts'
import type { Clients } from './octokit.ts'

type PullRequests = Pick<CodeHost, 'changedPaths' | 'pullRequest' | 'findPullRequest' | 'putPullRequest' | 'markReady'>
/** Common fields of GitHub's list, get, create and update responses. */
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

/** GitHub lists at most 3,000 files. */
const FILE_PAGES = 30

const TO_DRAFT = `mutation Draft($id: ID!) {
  convertPullRequestToDraft(input: { pullRequestId: $id }) { clientMutationId }
}`
const TO_READY = `mutation Ready($id: ID!) {
  markPullRequestReadyForReview(input: { pullRequestId: $id }) { clientMutationId }
}`
const NO_DRAFTS = new Set(['UNPROCESSABLE', 'FORBIDDEN'])

/** Finds, creates and updates the one pull request of a branch. */
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
    callGitHub(async () => {
      const { data } = await clients.forRepository(repository, 'propose').rest.pulls.list({
        owner: repository.owner,
        repo: repository.name,
        head: `${repository.owner}:${headBranch}`,
        state: 'all',
        sort: 'created',
        direction: 'desc',
        per_page: 100,
      })
      const found = await Promise.all(data.map(toPullRequest))
      return found.find(({ open, byOurApp }) => open && byOurApp) ?? found.find(({ open }) => open) ?? found[0] ?? null
    })
  return {
    findPullRequest,
    changedPaths: (repository, number) =>
      callGitHub(async () => {
        const { rest } = clients.forRepository(repository, 'propose')
        const paths: string[] = []
        for (let page = 1; page <= FILE_PAGES; page += 1) {
          const at = { owner: repository.owner, repo: repository.name, pull_number: number }
          const { data } = await rest.pulls.listFiles({ ...at, per_page: 100, page })
          paths.push(...data.map(({ filename }) => filename))
          if (data.length < 100) break
        }
        return paths
      }),
    async pullRequest(repository, number) {
      const found = await callGitHubOrNull(() =>
        clients
          .forRepository(repository, 'propose')
          .rest.pulls.get({ owner: repository.owner, repo: repository.name, pull_number: number }),
      )
      return found === null ? null : callGitHub(() => toPullRequest(found.data))
    },
    markReady: (repository, number) =>
      callGitHub(async () => {
        const { rest, graphql } = clients.forRepository(repository, 'propose')
        const { data } = await rest.pulls.get({ owner: repository.owner, repo: repository.name, pull_number: number })
        const isOurs = data.user?.login === (await clients.botLogin())
        if (data.draft === true && data.state === 'open' && isOurs) await graphql(TO_READY, { id: data.node_id })
      }),
    putPullRequest: (repository, { headBranch, baseBranch, title, body, draft }) =>
      callGitHub(async () => {
        const { rest, graphql } = clients.forRepository(repository, 'propose')
        const at = { owner: repository.owner, repo: repository.name }
        const convertToDraft = async (id: string): Promise<void> => {
          try {
            await graphql(TO_DRAFT, { id })
          } catch (error) {
            // Some repositories don't support drafts, and GitHub reports that as a missing permission. The pull request then stays ready
            // for review, and its check shows that it isn't.
            if (!(error instanceof GraphqlResponseError) || !error.errors?.every(({ type }) => NO_DRAFTS.has(type))) throw error
          }
        }
        /** Updates our pull request, even if its base was changed, or one by somebody else with the same head and base. */
        const update = async (): Promise<PullRequest | null> => {
          const known = await findPullRequest(repository, headBranch)
          if (known?.open !== true || !(known.byOurApp || known.baseBranch === baseBranch)) return null
          const { data } = await rest.pulls.update({ ...at, pull_number: known.number, body })
          // Converts only to draft, never back: people decide when it is ready, and they may have made it a draft themselves.
          if (draft && known.byOurApp && data.draft === false) await convertToDraft(data.node_id)
          return toPullRequest(data)
        }
        const create = async (asDraft: boolean): Promise<PullRequest> => {
          const { data } = await rest.pulls.create({ ...at, head: headBranch, base: baseBranch, title, body, draft: asDraft })
          return toPullRequest(data)
        }
        const updated = await update()
        if (updated !== null) return updated
        try {
          return await create(draft)
        } catch (error) {
          if (!hasStatus(error, 422)) throw error
          // An earlier attempt may have opened it after our lookup, or the repository doesn't support drafts.
          const opened = await update()
          if (opened === null && !draft) throw error
          return opened ?? (await create(false))
        }
      }),
  }
}
