import { Hono } from 'hono'
import { z } from 'zod'
import { demandOwnOrWrite } from '../access-control.ts'
import { ApiError } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { listCommits, readCommit } from '../git/git-commits.ts'
import { diffFiles, diffText } from '../git/git-diffs.ts'
import { commitPayload, filePayload } from '../payloads/commit-payload.ts'
import { repositoryApiUrl } from '../payloads/payload-links.ts'
import { simplePullPayload } from '../payloads/pull-payload.ts'
import { mergeIntoBranch, mergePull } from '../services/merge-service.ts'
import { diffStart, pullNow } from '../services/pull-facts.ts'
import { editPull, findPull, openPull } from '../services/pull-service.ts'
import { reloadIssue } from '../services/issue-service.ts'
import type { Repository } from '../store/repository-rows.ts'
import { pullRow } from '../store/row-types.ts'
import { READ_PULLS, COMMENT_ON_PULLS, WRITE_CONTENTS, WRITE_PULLS } from './required-permissions.ts'
import { enter, enterAsAuthor, plainText, mediaType, numberParam, pageOf, readBody, type ApiEnv } from './rest-request.ts'

const MAX_COMMITS = 250
const MAX_FILES = 3_000
const newPull = z.object({
  title: z.string(),
  head: plainText,
  base: plainText,
  body: z.string().nullish(),
  draft: z.boolean().default(false),
})
const changedPull = z.object({
  title: z.string().optional(),
  body: z.string().nullish(),
  base: plainText.optional(),
  state: z.enum(['open', 'closed']).optional(),
})
const pullMerge = z.object({
  sha: z.string().optional(),
  commit_title: plainText.optional(),
  commit_message: plainText.optional(),
  merge_method: z.enum(['merge', 'squash', 'rebase']).default('merge'),
})
const branchMerge = z.object({ base: plainText, head: plainText, commit_message: plainText.optional() })

export function pullRoutes(hub: Hub): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.get('/repos/:owner/:repo/pulls', (c) => {
    const { repository } = enter(hub, c, READ_PULLS)
    const { state = 'open', head, base, direction } = c.req.query()
    const sql = `SELECT p.* FROM pulls p JOIN issues i ON i.id = p.issue_id
      WHERE i.repository_id = ? AND (? = 'all' OR i.state = ?) ORDER BY i.number DESC`
    const pulls = hub.store
      .all(pullRow, sql, repository.row.id, state, state)
      .filter((pull) => head === undefined || isHead(repository, head, pull.head_ref))
      .filter((pull) => base === undefined || pull.base_ref === base)
    const shown = pageOf(hub, c, direction === 'asc' ? pulls.toReversed() : pulls)
    return c.json(shown.map((pull) => simplePullPayload(hub, repository, reloadIssue(hub, pull.issue_id), pull)))
  })

  routes.post('/repos/:owner/:repo/pulls', async (c) => {
    const { repository, author } = enterAsAuthor(hub, c, WRITE_PULLS)
    const request = await readBody(c, newPull)
    const { issue } = await openPull(hub, repository, author, { ...request, body: request.body ?? null })
    return c.json(await pullNow(hub, repository, issue.id), 201)
  })

  routes.get('/repos/:owner/:repo/pulls/:number{[0-9]+}', async (c) => {
    const { repository } = enter(hub, c, READ_PULLS)
    const { issue, pull } = findPull(hub, repository, numberParam(c, 'number'))
    if (mediaType(c) === 'diff') {
      const diff = await diffText(repository.gitPath, await diffStart(repository, pull), pull.head_sha)
      return c.body(diff, 200, { 'Content-Type': 'application/vnd.github.v3.diff; charset=utf-8' })
    }
    return c.json(await pullNow(hub, repository, issue.id))
  })

  routes.patch('/repos/:owner/:repo/pulls/:number{[0-9]+}', async (c) => {
    const { repository, access, author } = enterAsAuthor(hub, c, COMMENT_ON_PULLS)
    const found = findPull(hub, repository, numberParam(c, 'number'))
    demandOwnOrWrite(access, found.issue.user_id)
    const { title, body, base, state } = await readBody(c, changedPull)
    await editPull(hub, repository, author, found, {
      ...(title === undefined ? {} : { title }),
      ...(body === undefined ? {} : { body }),
      ...(base === undefined ? {} : { base }),
      ...(state === undefined ? {} : { state }),
    })
    return c.json(await pullNow(hub, repository, found.issue.id))
  })

  routes.get('/repos/:owner/:repo/pulls/:number{[0-9]+}/files', async (c) => {
    const { repository } = enter(hub, c, READ_PULLS)
    const { pull } = findPull(hub, repository, numberParam(c, 'number'))
    const files = await diffFiles(repository.gitPath, await diffStart(repository, pull), pull.head_sha)
    return c.json(pageOf(hub, c, files.slice(0, MAX_FILES)).map((file) => filePayload(hub, repository, pull.head_sha, file)))
  })

  routes.get('/repos/:owner/:repo/pulls/:number{[0-9]+}/commits', async (c) => {
    const { repository } = enter(hub, c, READ_PULLS)
    const { pull } = findPull(hub, repository, numberParam(c, 'number'))
    const range = `${await diffStart(repository, pull)}..${pull.head_sha}`
    const commits = await listCommits(repository.gitPath, range, { limit: MAX_COMMITS, oldestFirst: true })
    return c.json(pageOf(hub, c, commits).map((commit) => commitPayload(hub, repository, commit)))
  })

  routes.get('/repos/:owner/:repo/pulls/:number{[0-9]+}/merge', (c) => {
    const { repository } = enter(hub, c, READ_PULLS)
    const merged = findPull(hub, repository, numberParam(c, 'number')).pull.merged_at !== null
    return merged ? c.body(null, 204) : c.json(new ApiError(404, 'Not Found').toJson(), 404)
  })

  routes.put('/repos/:owner/:repo/pulls/:number{[0-9]+}/merge', async (c) => {
    const { repository, author } = enterAsAuthor(hub, c, WRITE_CONTENTS)
    const { issue } = findPull(hub, repository, numberParam(c, 'number'))
    const request = await readBody(c, pullMerge)
    if (request.merge_method !== 'merge') {
      throw new ApiError(405, `${request.merge_method === 'squash' ? 'Squash' : 'Rebase'} merges are not allowed on this repository.`)
    }
    const options = { sha: request.sha, title: request.commit_title, message: request.commit_message }
    const sha = await mergePull(hub, repository, author, issue.id, options)
    return c.json({ sha, merged: true, message: 'Pull Request successfully merged' })
  })

  routes.post('/repos/:owner/:repo/merges', async (c) => {
    const { repository, author } = enterAsAuthor(hub, c, WRITE_CONTENTS)
    const request = await readBody(c, branchMerge)
    const sha = await mergeIntoBranch(hub, repository, author, { base: request.base, head: request.head, message: request.commit_message })
    if (sha === null) return c.body(null, 204)
    c.header('Location', repositoryApiUrl(hub, repository, `/commits/${sha}`))
    return c.json(commitPayload(hub, repository, await readCommit(repository.gitPath, sha)), 201)
  })

  return routes
}

/** GitHub compares with `owner:branch`, and ignores a `head` filter without an owner. */
function isHead({ owner }: Repository, head: string, branch: string): boolean {
  const colon = head.indexOf(':')
  return colon < 0 || (head.slice(0, colon).toLowerCase() === owner.login.toLowerCase() && head.slice(colon + 1) === branch)
}
