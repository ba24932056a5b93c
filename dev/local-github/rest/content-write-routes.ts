import { Hono } from 'hono'
import { z } from 'zod'
import { ApiError } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { findEntry } from '../git/git-objects.ts'
import { readRef } from '../git/revisions.ts'
import { gitCommitPayload } from '../payloads/commit-payload.ts'
import { commitFiles, StaleHead } from '../services/commit-files.ts'
import { entryPayload } from './content-routes.ts'
import { WRITE_CONTENTS } from './required-permissions.ts'
import { enterAsAuthor, param, plainText, readBody, type ApiEnv } from './rest-request.ts'

const writtenFile = z.object({ message: plainText.min(1), content: z.base64(), sha: z.string().optional(), branch: plainText.optional() })

/** Writes a file through the API, as a person's program does that commits next to the bot. */
export function contentWriteRoutes(hub: Hub): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.put('/repos/:owner/:repo/contents/:path{.+}', async (c) => {
    const { repository, author } = enterAsAuthor(hub, c, WRITE_CONTENTS)
    const path = param(c, 'path')
    const { message, content, sha, branch = repository.row.default_branch } = await readBody(c, writtenFile)
    const head = await readRef(repository.gitPath, `refs/heads/${branch}`)
    if (head === null) throw new ApiError(404, `Branch ${branch} not found`)
    const before = await findEntry(repository.gitPath, head, path)
    if (before !== null && sha === undefined) throw new ApiError(422, 'Invalid request.\n\n"sha" wasn\'t supplied.')
    if (before !== null && sha !== before.sha) throw new ApiError(409, `${path} does not match ${sha}`)
    const additions = [{ path, bytes: Buffer.from(content, 'base64') }]
    const commit = await commitFiles(hub, repository, author, { branch, expectedHead: head, message, additions, deletions: [] }).catch(
      (error: unknown) => {
        // Somebody else committed meanwhile.
        throw error instanceof StaleHead ? new ApiError(409, `${path} does not match ${sha}`) : error
      },
    )
    const entry = await findEntry(repository.gitPath, commit.sha, path)
    const payload = {
      content: entry === null ? null : entryPayload(hub, repository, branch, entry),
      commit: gitCommitPayload(hub, repository, commit),
    }
    return c.json(payload, before === null ? 201 : 200)
  })

  return routes
}
