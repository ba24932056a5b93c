import { z } from 'zod'
import { GraphqlResponseError } from '@octokit/graphql'
import { Failure } from '#src/domain/failures.ts'
import type { CodeHost } from '#src/ports/code-host.ts'
import { asking } from './github-failure.ts'
import type { Clients } from './octokit.ts'

/** Pages of commits between base and branch that are searched: 1,000 commits. */
const PAGES = 10

const MUTATION = `mutation Commit($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`
const answerSchema = z.object({ createCommitOnBranch: z.object({ commit: z.object({ oid: z.string() }) }) })

/** Commits that GitHub makes and signs for us. */
export function createCommits(clients: Clients): Pick<CodeHost, 'findCommit' | 'commit'> {
  return {
    findCommit: (repository, base, branch, trailer) =>
      asking(async () => {
        const { rest } = clients.forRepository(repository)
        for (let page = 1; page <= PAGES; page += 1) {
          const { data } = await rest.repos.compareCommitsWithBasehead({
            owner: repository.owner,
            repo: repository.name,
            basehead: `${base}...${branch}`,
            per_page: 100,
            page,
          })
          const found = data.commits.find(({ commit }) => commit.message.split('\n').includes(trailer))
          if (found !== undefined) return found.sha
          if (data.commits.length < 100) break
        }
        return null
      }),
    commit: (repository, { branch, expectedHead, headline, body, changes }) =>
      asking(async () => {
        const input = {
          branch: { repositoryNameWithOwner: `${repository.owner}/${repository.name}`, branchName: branch },
          expectedHeadOid: expectedHead,
          message: { headline, body },
          fileChanges: {
            additions: changes.flatMap(({ path, bytes }) =>
              bytes === null ? [] : [{ path, contents: Buffer.from(bytes).toString('base64') }],
            ),
            deletions: changes.flatMap(({ path, bytes }) => (bytes === null ? [{ path }] : [])),
          },
        }
        try {
          const answer = await clients.forRepository(repository).graphql(MUTATION, { input })
          return answerSchema.parse(answer).createCommitOnBranch.commit.oid
        } catch (error) {
          throw error instanceof GraphqlResponseError ? toCommitFailure(error) : error
        }
      }),
  }
}

/** GraphQL's own error types; its messages are for people. */
function toCommitFailure(error: GraphqlResponseError<unknown>): Failure {
  const types = (error.errors ?? []).map(({ type }) => type)
  if (types.includes('STALE_DATA')) return new Failure('branch-moved', 'The branch has another head than expected', { cause: error })
  if (types.includes('NOT_FOUND')) return new Failure('branch-gone', 'The branch is gone', { cause: error })
  return new Failure('github-refused', `GitHub refused the commit: ${error.message.slice(0, 300)}`, { cause: error })
}
