import { Hono } from 'hono'
import { html } from 'hono/html'
import { notFound } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { findEntry, listTree, readBlob, type TreeEntry } from '../git/objects.ts'
import { readRef, resolveCommit } from '../git/revisions.ts'
import { encodePath } from '../payloads/links.ts'
import { listRepositories, roleOf, type Repository } from '../store/repositories.ts'
import { userByLogin } from '../store/users.ts'
import { page, type Html } from './layout.ts'
import { renderMarkdown } from './markdown.ts'
import { enterPage, viewerOf } from './page-context.ts'

const MAX_SHOWN_BYTES = 512 * 1024
const MAX_ROWS = 1_000

export function codePages(hub: Hub): Hono {
  const pages = new Hono()

  pages.get('/', (c) => {
    const viewer = viewerOf(hub, c)
    const user = userByLogin(hub.store, viewer.login)
    const seen = listRepositories(hub).filter((one) => !one.row.private || (user !== undefined && roleOf(hub, one, user.id) !== null))
    const rows = seen.map(
      (one) =>
        html`<li>
          <a href="/${one.fullName}"><strong>${one.fullName}</strong></a
          ><br /><span class="muted">${one.row.description ?? ''}</span>
        </li>`,
    )
    return c.html(
      page(
        'Repositories',
        viewer,
        html`<h1>Repositories</h1>
          ${
            rows.length === 0
              ? html`<p>There are none yet.</p>`
              : html`<ul class="rows">
                  ${rows}
                </ul>`
          }`,
      ),
    )
  })

  pages.get('/:owner/:repo', async (c) => {
    const { repository, viewer } = enterPage(hub, c)
    const branch = repository.row.default_branch
    const commit = await readRef(repository.gitPath, `refs/heads/${branch}`)
    if (commit === null) throw notFound()
    const content = html`<h1>${repository.row.name}</h1>
      <p>${repository.row.description ?? ''}</p>
      ${await folder(repository, branch, commit, '')}`
    return c.html(page(repository.fullName, viewer, content, { repository, tab: 'code' }))
  })

  pages.get('/:owner/:repo/tree/:rest{.+}', async (c) => {
    const { repository, viewer } = enterPage(hub, c)
    const { ref, commit, path } = await splitRef(repository, c.req.param('rest'))
    const content = html`<h1>${path === '' ? ref : path}</h1>
      ${await folder(repository, ref, commit, path)}`
    return c.html(page(`${path} at ${ref}`, viewer, content, { repository, tab: 'code' }))
  })

  pages.get('/:owner/:repo/blob/:rest{.+}', async (c) => {
    const { repository, viewer } = enterPage(hub, c)
    const { ref, commit, path } = await splitRef(repository, c.req.param('rest'))
    const entry = await findEntry(repository.gitPath, commit, path)
    if (entry?.type !== 'blob') throw notFound()
    const rawLink = `/${repository.fullName}/raw/${encodePath(ref)}/${encodePath(path)}`
    const content = html`<h1>${path}</h1>
      <p class="muted">at ${ref} · ${entry.size ?? 0} bytes · <a href="${rawLink}">Raw</a></p>
      ${await blob(repository, entry)}`
    return c.html(page(path, viewer, content, { repository, tab: 'code' }))
  })

  // Whatever lies in a repository is served as something that can't act on this origin.
  pages.get('/:owner/:repo/raw/:rest{.+}', async (c) => {
    const { repository } = enterPage(hub, c)
    const { commit, path } = await splitRef(repository, c.req.param('rest'))
    const entry = await findEntry(repository.gitPath, commit, path)
    if (entry?.type !== 'blob') throw notFound()
    const bytes = await readBlob(repository.gitPath, entry.sha)
    return c.body(new Uint8Array(bytes), 200, {
      'Content-Type': contentType(path, bytes),
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'X-Content-Type-Options': 'nosniff',
    })
  })

  return pages
}

/** A branch's name may have slashes: the longest one that is there counts. */
async function splitRef(repository: Repository, rest: string): Promise<{ ref: string; commit: string; path: string }> {
  const parts = rest.replace(/\/+$/, '').split('/')
  for (let length = parts.length; length > 0; length -= 1) {
    const ref = parts.slice(0, length).join('/')
    const commit = await resolveCommit(repository.gitPath, ref)
    if (commit !== null) return { ref, commit, path: parts.slice(length).join('/') }
  }
  throw notFound()
}

async function folder(repository: Repository, ref: string, commit: string, path: string): Promise<Html> {
  const entries = await listTree(repository.gitPath, commit, path)
  if (entries.length === 0) throw notFound()
  const sorted = entries.toSorted((a, b) => Number(b.type === 'tree') - Number(a.type === 'tree') || a.path.localeCompare(b.path))
  const rows = sorted.slice(0, MAX_ROWS).map((entry) => {
    const kind = entry.type === 'tree' ? 'tree' : 'blob'
    const name = entry.path.slice(entry.path.lastIndexOf('/') + 1)
    return html`<li>
      <a href="/${repository.fullName}/${kind}/${encodePath(ref)}/${encodePath(entry.path)}">${name}${kind === 'tree' ? '/' : ''}</a>
    </li>`
  })
  const readme = sorted.find((entry) => /(?:^|\/)readme\.md$/i.test(entry.path) && entry.type === 'blob')
  return html`<ul class="rows" aria-label="Files">
      ${rows}
    </ul>
    ${readme === undefined ? '' : await readmeBox(repository, readme)}`
}

async function readmeBox(repository: Repository, entry: TreeEntry): Promise<Html> {
  if ((entry.size ?? 0) > MAX_SHOWN_BYTES) return html``
  const text = (await readBlob(repository.gitPath, entry.sha)).toString('utf8')
  return html`<article class="said">
    <header>${entry.path}</header>
    <div class="markdown">${renderMarkdown(text, false)}</div>
  </article>`
}

async function blob(repository: Repository, entry: TreeEntry): Promise<Html> {
  if ((entry.size ?? 0) > MAX_SHOWN_BYTES) return html`<p>This file is too large to be shown.</p>`
  const bytes = await readBlob(repository.gitPath, entry.sha)
  if (bytes.includes(0)) return html`<p>This file is binary.</p>`
  const lines = bytes.toString('utf8').replace(/\n$/, '').split('\n')
  const rows = lines.map(
    (line, index) =>
      html`<tr>
        <td class="number" id="L${index + 1}">${index + 1}</td>
        <td>${line}</td>
      </tr>`,
  )
  return html`<figure class="file">
    <figcaption>${entry.path}</figcaption>
    <div class="scroll" tabindex="0" role="region" aria-label="${entry.path}">
      <table class="code">
        ${rows}
      </table>
    </div>
  </figure>`
}

function contentType(path: string, bytes: Buffer): string {
  const image = /\.(png|jpe?g|gif|webp|avif)$/i.exec(path)?.[1]?.toLowerCase()
  if (image !== undefined) return `image/${image === 'jpg' ? 'jpeg' : image}`
  if (/\.svg$/i.test(path)) return 'image/svg+xml'
  return bytes.includes(0) ? 'application/octet-stream' : 'text/plain; charset=utf-8'
}
