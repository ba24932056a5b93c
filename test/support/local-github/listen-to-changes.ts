import type { Octokit } from '@octokit/rest'
import { z } from 'zod'
import { HERE } from './local-github-world.ts'

const MUTATION = `mutation ($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid url } } }`
const answerSchema = z.object({ createCommitOnBranch: z.object({ commit: z.object({ oid: z.string(), url: z.url() }) }) })

type Commit = { branch: string; head: string; message?: string; files?: Record<string, string | Uint8Array>; deleted?: string[] }

/** Makes one commit through GraphQL, as the bot does, on a branch whose head is expected to be `head`; returns its SHA. */
export async function commitFiles(octokit: Octokit, commit: Commit): Promise<string> {
  const [headline, ...body] = (commit.message ?? 'Change files').split('\n')
  const input = {
    branch: { repositoryNameWithOwner: `${HERE.owner}/${HERE.repo}`, branchName: commit.branch },
    expectedHeadOid: commit.head,
    message: { headline, body: body.join('\n').trim() },
    fileChanges: {
      additions: Object.entries(commit.files ?? {}).map(([path, content]) => ({ path, contents: Buffer.from(content).toString('base64') })),
      deletions: (commit.deleted ?? []).map((path) => ({ path })),
    },
  }
  return answerSchema.parse(await octokit.graphql(MUTATION, { input })).createCommitOnBranch.commit.oid
}

export async function headOf(octokit: Octokit, branch = 'main'): Promise<string> {
  return (await octokit.rest.git.getRef({ ...HERE, ref: `heads/${branch}` })).data.object.sha
}

/** Creates a branch from main with one commit and returns its SHA. */
export async function createBranch(octokit: Octokit, branch: string, files: Record<string, string>): Promise<string> {
  const main = await headOf(octokit)
  await octokit.rest.git.createRef({ ...HERE, ref: `refs/heads/${branch}`, sha: main })
  return commitFiles(octokit, { branch, head: main, message: `Change ${branch}`, files })
}

/** Opens a pull request from a new branch. */
export async function openPull(
  octokit: Octokit,
  branch: string,
  files: Record<string, string>,
  more: { draft?: boolean; body?: string } = {},
) {
  const sha = await createBranch(octokit, branch, files)
  const { data } = await octokit.rest.pulls.create({ ...HERE, title: `Change ${branch}`, head: branch, base: 'main', ...more })
  return { pull: data, sha, at: { ...HERE, pull_number: data.number } }
}
