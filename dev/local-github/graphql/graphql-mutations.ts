import { z } from 'zod'
import { authorOf, demand, demandOwnOrWrite, enterRepository, type Access } from '../access-control.ts'
import type { Actor } from '../actor.ts'
import { ApiError } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { idOfNode } from '../payloads/payload-links.ts'
import { COMMENT_ON_PULLS, WRITE_CONTENTS } from '../rest/required-permissions.ts'
import { plainText } from '../rest/rest-request.ts'
import { commitFiles } from '../services/commit-files.ts'
import { findPull, setDraft, type FoundPull } from '../services/pull-service.ts'
import { reloadIssue } from '../services/issue-service.ts'
import { repositoryById } from '../store/repository-rows.ts'
import { pullRow } from '../store/row-types.ts'
import { commitObject, pullObject } from './graphql-objects.ts'

const base64 = z
  .string()
  .refine((text) => text.length % 4 === 0 && /^[\w+/-]*={0,2}$/.test(text), 'must be base64')
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')))
const addition = z.object({ path: plainText.min(1), contents: base64 })
const deletion = z.object({ path: plainText.min(1) })
const commitInput = z.object({
  clientMutationId: z.string().nullish(),
  branch: z.object({ repositoryNameWithOwner: z.string().nullish(), branchName: z.string().nullish() }),
  expectedHeadOid: z.string(),
  message: z.object({ headline: plainText.min(1), body: plainText.nullish() }),
  fileChanges: z
    .object({ additions: z.array(addition).max(10_000).nullish(), deletions: z.array(deletion).max(10_000).nullish() })
    .nullish(),
})
const draftInput = z.object({ clientMutationId: z.string().nullish(), pullRequestId: z.string() })

export function mutationRoot(hub: Hub, actor: Actor) {
  const changeDraft = (draft: boolean) => async (args: unknown) => {
    const { pullRequestId, clientMutationId } = inputOf(args, draftInput)
    const { access, found } = pullByNodeId(hub, actor, pullRequestId)
    const { repository } = access
    demand(access, COMMENT_ON_PULLS)
    demandOwnOrWrite(access, found.issue.user_id)
    await setDraft(hub, repository, authorOf(access), found, draft)
    return {
      clientMutationId: clientMutationId ?? null,
      pullRequest: pullObject(hub, repository, findPull(hub, repository, found.issue.number)),
    }
  }
  return {
    createCommitOnBranch: (args: unknown) => createCommitOnBranch(hub, actor, inputOf(args, commitInput)),
    convertPullRequestToDraft: changeDraft(true),
    markPullRequestReadyForReview: changeDraft(false),
  }
}

function inputOf<T>(args: unknown, schema: z.ZodType<T>): T {
  const parsed = z.object({ input: schema }).safeParse(args)
  if (parsed.success) return parsed.data.input
  throw new ApiError(422, z.prettifyError(parsed.error))
}

async function createCommitOnBranch(hub: Hub, actor: Actor, input: z.infer<typeof commitInput>) {
  const { repositoryNameWithOwner, branchName } = input.branch
  const [owner = '', name = ''] = (repositoryNameWithOwner ?? '').split('/', 2)
  if (branchName == null) throw new ApiError(422, 'A branch must be named by repositoryNameWithOwner and branchName.')
  const access = enterVisible(hub, actor, owner, name)
  demand(access, WRITE_CONTENTS)
  const { repository } = access
  const additions = (input.fileChanges?.additions ?? []).map(({ path, contents }) => ({ path, bytes: contents }))
  const deletions = (input.fileChanges?.deletions ?? []).map(({ path }) => path)
  demandWorkflows(actor, [...additions.map(({ path }) => path), ...deletions])
  const { headline, body } = input.message
  const branch = branchName.replace(/^refs\/heads\//, '')
  const commit = await commitFiles(hub, repository, authorOf(access), {
    branch,
    expectedHead: input.expectedHeadOid,
    message: body == null || body === '' ? headline : `${headline}\n\n${body}`,
    additions,
    deletions,
  })
  return { clientMutationId: input.clientMutationId ?? null, commit: commitObject(hub, repository, commit) }
}

function enterVisible(hub: Hub, actor: Actor, owner: string, name: string): Access {
  try {
    return enterRepository(hub, actor, owner, name)
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 404) throw error
    throw new ApiError(404, `Could not resolve to a Repository with the name '${owner}/${name}'.`)
  }
}

/** An app needs the permission `workflows` to change workflow files. */
function demandWorkflows(actor: Actor, paths: readonly string[]): void {
  if (actor.kind !== 'installation' || actor.permissions['workflows'] === 'write') return
  const workflow = paths.find((path) => path.startsWith('.github/workflows/'))
  if (workflow !== undefined) {
    throw new ApiError(403, `refusing to allow a GitHub App to create or update workflow \`${workflow}\` without \`workflows\` permission`)
  }
}

function pullByNodeId(hub: Hub, actor: Actor, id: string): { access: Access; found: FoundPull } {
  const pull = hub.store.get(pullRow, 'SELECT * FROM pulls WHERE id = ?', idOfNode('PullRequest', id))
  if (pull === undefined) throw new ApiError(404, `Could not resolve to a node with the global id of '${id}'`)
  const issue = reloadIssue(hub, pull.issue_id)
  const { owner, row } = repositoryById(hub, issue.repository_id)
  return { access: enterRepository(hub, actor, owner.login, row.name), found: { issue, pull } }
}
