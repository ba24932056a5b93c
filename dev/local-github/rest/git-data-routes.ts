import { Hono } from 'hono'
import { z } from 'zod'
import { ApiError, notFound } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { createCommit, readCommit, type Signature } from '../git/git-commits.ts'
import { listTree, readBlob, writeBlob, writeTree, type TreeEntry } from '../git/git-objects.ts'
import { objectType, resolveCommit } from '../git/revisions.ts'
import { GitError, gitText } from '../git/run-git.ts'
import { gitCommitPayload } from '../payloads/commit-payload.ts'
import { nodeId, repositoryApiUrl } from '../payloads/payload-links.ts'
import { gitHubSignature, signatureOf } from '../services/git-author.ts'
import { markVerified } from '../services/commit-files.ts'
import type { Repository } from '../store/repository-rows.ts'
import { wrapBase64 } from './content-routes.ts'
import { READ_CONTENTS, WRITE_CONTENTS } from './required-permissions.ts'
import { enter, enterAsAuthor, plainText, param, readBody, type ApiEnv } from './rest-request.ts'

const MAX_BLOB_BYTES = 100 * 1024 * 1024
const MAX_TREE_ENTRIES = 100_000
const sha = z.string().regex(/^[0-9a-f]{40}$/)
const signature = z.object({ name: plainText.min(1), email: plainText.min(1), date: z.iso.datetime({ offset: true }).optional() })
const newBlob = z.object({ content: z.string(), encoding: z.enum(['utf-8', 'base64']).default('utf-8') })
const newTree = z.object({
  base_tree: sha.optional(),
  tree: z
    .array(
      z.object({
        path: plainText.min(1),
        mode: z.enum(['100644', '100755', '040000', '120000', '160000']).default('100644'),
        type: z.enum(['blob', 'tree', 'commit']).optional(),
        sha: sha.nullable().optional(),
        content: z.string().optional(),
      }),
    )
    .max(10_000),
})
const newCommit = z.object({
  message: plainText,
  tree: sha,
  parents: z.array(sha).max(16).default([]),
  author: signature.optional(),
  committer: signature.optional(),
})

export function gitDataRoutes(hub: Hub): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.post('/repos/:owner/:repo/git/blobs', async (c) => {
    const { repository } = enter(hub, c, WRITE_CONTENTS)
    const { content, encoding } = await readBody(c, newBlob)
    const written = await writeBlob(repository.gitPath, Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8'))
    return c.json({ sha: written, url: repositoryApiUrl(hub, repository, `/git/blobs/${written}`) }, 201)
  })

  routes.get('/repos/:owner/:repo/git/blobs/:sha', async (c) => {
    const { repository } = enter(hub, c, READ_CONTENTS)
    const wanted = param(c, 'sha')
    if ((await objectType(repository.gitPath, wanted)) !== 'blob') throw notFound()
    const bytes = await readBlob(repository.gitPath, wanted, MAX_BLOB_BYTES)
    const url = repositoryApiUrl(hub, repository, `/git/blobs/${wanted}`)
    return c.json({ sha: wanted, node_id: nodeId('Blob', wanted), size: bytes.length, url, content: wrapBase64(bytes), encoding: 'base64' })
  })

  routes.get('/repos/:owner/:repo/git/trees/:sha{.+}', async (c) => {
    const { repository } = enter(hub, c, READ_CONTENTS)
    const wanted = param(c, 'sha')
    const tree = (await objectType(repository.gitPath, wanted)) === 'tree' ? wanted : await resolveCommit(repository.gitPath, wanted)
    if (tree === null) throw notFound()
    // As on GitHub, any value of the parameter means true, even `0`.
    const entries = await listTree(repository.gitPath, tree, '', c.req.query('recursive') !== undefined)
    return c.json(await treeAnswer(repository, tree, entries))
  })

  const treeAnswer = async (repository: Repository, treeish: string, entries: TreeEntry[]) => {
    const treeSha = (await gitText(repository.gitPath, ['rev-parse', '--verify', `${treeish}^{tree}`])).trim()
    const tree = entries.slice(0, MAX_TREE_ENTRIES).map((entry) => ({
      path: entry.path,
      mode: entry.mode,
      type: entry.type,
      sha: entry.sha,
      ...(entry.size === null ? {} : { size: entry.size }),
      ...(entry.type === 'commit' ? {} : { url: repositoryApiUrl(hub, repository, `/git/${entry.type}s/${entry.sha}`) }),
    }))
    return {
      sha: treeSha,
      url: repositoryApiUrl(hub, repository, `/git/trees/${treeSha}`),
      tree,
      truncated: entries.length > MAX_TREE_ENTRIES,
    }
  }

  routes.post('/repos/:owner/:repo/git/trees', async (c) => {
    const { repository } = enter(hub, c, WRITE_CONTENTS)
    const request = await readBody(c, newTree)
    const { gitPath } = repository
    if (request.base_tree !== undefined && (await objectType(gitPath, request.base_tree)) === null) throw notFound()
    const changes = []
    for (const entry of request.tree) {
      if (entry.mode === '040000') throw new ApiError(422, 'Name each file by its full path: nested trees are not supported here.')
      const id = entry.content === undefined ? (entry.sha ?? null) : await writeBlob(gitPath, entry.content)
      changes.push({ path: entry.path, mode: entry.mode, sha: id })
    }
    const tree = await asInvalid(writeTree(gitPath, request.base_tree ?? null, changes), 'tree.path contains a malformed path component')
    return c.json(await treeAnswer(repository, tree, await listTree(gitPath, tree)), 201)
  })

  routes.get('/repos/:owner/:repo/git/commits/:sha', async (c) => {
    const { repository } = enter(hub, c, READ_CONTENTS)
    const wanted = param(c, 'sha')
    if ((await objectType(repository.gitPath, wanted)) !== 'commit') throw notFound()
    return c.json(gitCommitPayload(hub, repository, await readCommit(repository.gitPath, wanted)))
  })

  routes.post('/repos/:owner/:repo/git/commits', async (c) => {
    const { repository, author } = enterAsAuthor(hub, c, WRITE_CONTENTS)
    const request = await readBody(c, newCommit)
    const own = signatureOf(author.user)
    const written: Signature = request.author === undefined ? own : withDate(request.author)
    // GitHub itself is the committer of a commit by an app that names no author, and signs it.
    const signed = author.viaApp && request.author === undefined && request.committer === undefined
    const committer = signed ? gitHubSignature() : request.committer === undefined ? written : withDate(request.committer)
    const { message, tree, parents } = request
    const created = await asInvalid(
      createCommit(repository.gitPath, { message, tree, parents, author: written, committer }),
      'Tree SHA does not exist',
    )
    if (signed) markVerified(hub, repository, created)
    return c.json(gitCommitPayload(hub, repository, await readCommit(repository.gitPath, created)), 201)
  })

  return routes
}

function withDate({ name, email, date }: z.infer<typeof signature>): Signature {
  return { name, email, date: date ?? new Date().toISOString() }
}

/** An error by git means that the request was not valid. */
async function asInvalid(work: Promise<string>, message: string): Promise<string> {
  try {
    return await work
  } catch (error) {
    if (error instanceof GitError) throw new ApiError(422, message)
    throw error
  }
}
