import { Hono } from 'hono'
import { ApiError, notFound } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { findEntry, listTree, readBlob, type TreeEntry } from '../git/git-objects.ts'
import { resolveCommit } from '../git/revisions.ts'
import { encodePath, pageUrl, repositoryApiUrl } from '../payloads/payload-links.ts'
import type { Repository } from '../store/repository-rows.ts'
import { READ_CONTENTS } from './required-permissions.ts'
import { enter, mediaType, param, type ApiContext, type ApiEnv } from './rest-request.ts'
import { trimEndOf } from '#src/domain/shared/trim-characters.ts'

/** From 1 MB on, only `raw` returns the content; from 100 MB on, nothing does. */
const MAX_INLINE_BYTES = 1024 * 1024
const MAX_BYTES = 100 * 1024 * 1024

export function entryPayload(hub: Hub, repository: Repository, ref: string, entry: TreeEntry) {
  const path = encodePath(entry.path)
  const url = repositoryApiUrl(hub, repository, `/contents/${path}?ref=${encodeURIComponent(ref)}`)
  const kind = entry.type === 'tree' ? 'trees' : 'blobs'
  const gitUrl = repositoryApiUrl(hub, repository, `/git/${kind}/${entry.sha}`)
  const page = pageUrl(hub, repository, `/${entry.type === 'tree' ? 'tree' : 'blob'}/${encodePath(ref)}/${path}`)
  return {
    name: entry.path.slice(entry.path.lastIndexOf('/') + 1),
    path: entry.path,
    sha: entry.sha,
    size: entry.size ?? 0,
    url,
    html_url: page,
    git_url: gitUrl,
    download_url: entry.type === 'blob' ? pageUrl(hub, repository, `/raw/${encodePath(ref)}/${path}`) : null,
    type: typeOf(entry),
    _links: { self: url, git: gitUrl, html: page },
  }
}

function typeOf(entry: TreeEntry): string {
  if (entry.type === 'tree') return 'dir'
  if (entry.type === 'commit') return 'submodule'
  return entry.mode === '120000' ? 'symlink' : 'file'
}

export function contentRoutes(hub: Hub): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  const respond = async (c: ApiContext, path: string) => {
    const { repository } = enter(hub, c, READ_CONTENTS)
    const ref = c.req.query('ref') ?? repository.row.default_branch
    const commit = await resolveCommit(repository.gitPath, ref)
    if (commit === null) throw new ApiError(404, `No commit found for the ref ${ref}`)
    if (path === '') return folderAnswer(c, repository, ref, commit, '')
    const entry = await findEntry(repository.gitPath, commit, path)
    if (entry === null) throw notFound()
    if (entry.type === 'tree') return folderAnswer(c, repository, ref, commit, path)
    return fileAnswer(c, repository, ref, entry)
  }

  const folderAnswer = async (c: ApiContext, repository: Repository, ref: string, commit: string, path: string) => {
    const entries = await listTree(repository.gitPath, commit, path)
    // GitHub lists at most 1,000 entries of a folder.
    return c.json(entries.slice(0, 1_000).map((entry) => entryPayload(hub, repository, ref, entry)))
  }

  const fileAnswer = async (c: ApiContext, repository: Repository, ref: string, entry: TreeEntry) => {
    const size = entry.size ?? 0
    if (size > MAX_BYTES) throw new ApiError(403, 'This API returns blobs up to 100 MB in size.')
    if (mediaType(c) === 'raw') {
      const bytes = await readBlob(repository.gitPath, entry.sha, MAX_BYTES)
      return c.body(new Uint8Array(bytes), 200, { 'Content-Type': 'application/vnd.github.raw+json; charset=utf-8' })
    }
    const payload = entryPayload(hub, repository, ref, entry)
    if (size > MAX_INLINE_BYTES) return c.json({ ...payload, content: '', encoding: 'none' })
    const bytes = await readBlob(repository.gitPath, entry.sha)
    if (payload.type === 'symlink') return c.json({ ...payload, target: bytes.toString('utf8') })
    return c.json({ ...payload, content: wrapBase64(bytes), encoding: 'base64' })
  }

  routes.get('/repos/:owner/:repo/contents', (c) => respond(c, ''))
  routes.get('/repos/:owner/:repo/contents/', (c) => respond(c, ''))
  routes.get('/repos/:owner/:repo/contents/:path{.+}', (c) => respond(c, trimEndOf(param(c, 'path'), '/')))
  return routes
}

/** Breaks base64 into lines of 60 characters, as GitHub does. */
export function wrapBase64(bytes: Buffer): string {
  return bytes
    .toString('base64')
    .replace(/(.{60})/g, '$1\n')
    .replace(/(?<!\n)$/, '\n')
}
