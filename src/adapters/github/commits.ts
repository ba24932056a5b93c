import { z } from 'zod'
import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import { memoize } from '#src/domain/shared/memoize.ts'
import type { CodeHost, Merge } from '#src/ports/code-host.ts'
import { callGitHub, hasStatus, orMissing } from './github-failure.ts'
import type { Clients } from './octokit.ts'

/** Pages of commits between base and branch that are searched: 1,000 commits. */
const PAGES = 10
/** Number of commits from which the repository's convention for subjects is derived. */
const SUBJECTS = 30
/** A commit and its pull request ask for the subjects one after the other. A convention doesn't change within a minute. */
const SUBJECTS_MS = 60_000

const MUTATION = `mutation Commit($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`
const answerSchema = z.object({ createCommitOnBranch: z.object({ commit: z.object({ oid: z.string() }) }) })

/** Creates commits through GitHub's API, which signs them for us. */
export function createCommits(clients: Clients): Pick<CodeHost, 'findCommit' | 'commit' | 'merge' | 'changedFiles' | 'commitSubjects'> {
  const subjects = memoize(SUBJECTS_MS, ({ repository, branch }: { repository: RepositoryRef; branch: string }) =>
    callGitHub(async () => {
      const { rest } = clients.forRepository(repository, 'read')
      const at = { owner: repository.owner, repo: repository.name, sha: branch, per_page: SUBJECTS }
      const found = await orMissing(() => rest.repos.listCommits(at))
      return (found?.data ?? []).flatMap(({ commit, parents }) => (parents.length > 1 ? [] : [commit.message.split('\n', 1)[0] ?? '']))
    }),
  )
  return {
    findCommit: (repository, base, branch, trailer) =>
      callGitHub(async () => {
        const { rest } = clients.forRepository(repository, 'read')
        const at = { owner: repository.owner, repo: repository.name, basehead: `${base}...${branch}`, per_page: 100 }
        for (let page = 1; page <= PAGES; page += 1) {
          const commits = (await orMissing(() => rest.repos.compareCommitsWithBasehead({ ...at, page })))?.data.commits ?? []
          const found = commits.find(({ commit }) => commit.message.split('\n').includes(trailer))
          if (found !== undefined) return found.sha
          if (commits.length < 100) break
        }
        return null
      }),
    commit: (repository, { branch, expectedHead, headline, body, changes }) =>
      callGitHub(async () => {
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
        const answer = await clients.forRepository(repository, 'write').graphql(MUTATION, { input })
        return answerSchema.parse(answer).createCommitOnBranch.commit.oid
      }),
    merge: (repository, { into, from, message }) =>
      callGitHub(async (): Promise<Merge> => {
        const { rest } = clients.forRepository(repository, 'write')
        const at = { owner: repository.owner, repo: repository.name }
        try {
          const { data, status } = await rest.repos.merge({ ...at, base: into, head: from, commit_message: message })
          return status === 201 ? { outcome: 'merged', sha: data.sha } : { outcome: 'nothing' }
        } catch (error) {
          if (hasStatus(error, 409)) return { outcome: 'conflict' }
          if (hasStatus(error, 404)) throw new Failure('branch-gone', `The branch ${into} or ${from} was not found`, { cause: error })
          throw error
        }
      }),
    commitSubjects: (repository, branch) => subjects(`${repository.repositoryId}:${branch}`, { repository, branch }),
    changedFiles: (repository, from, to) =>
      callGitHub(async () => {
        const at = { owner: repository.owner, repo: repository.name, basehead: `${from}...${to}` }
        const { data } = await clients.forRepository(repository, 'read').rest.repos.compareCommitsWithBasehead(at)
        return { mergeBase: data.merge_base_commit.sha, paths: (data.files ?? []).map(({ filename }) => filename) }
      }),
  }
}
