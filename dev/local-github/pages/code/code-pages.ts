import { Hono, type Context } from 'hono'
import { html } from 'hono/html'
import { notFound } from '../../api-error.ts'
import type { Hub } from '../../hub.ts'
import { findEntry, readBlob } from '../../git/git-objects.ts'
import { readRef } from '../../git/revisions.ts'
import { encodePath } from '../../payloads/payload-links.ts'
import { contentType } from './file-kinds.ts'
import { fileView } from './file-view.ts'
import { splitRef, type RefPath } from './find-ref.ts'
import { branchMenu, breadcrumbs, folderView } from './folder-view.ts'
import { enterPage, type Scene } from '../page-context.ts'
import type { Html } from '../html.ts'

export function codePages(hub: Hub): Hono {
  const pages = new Hono()

  pages.get('/:owner/:repo', async (c) => {
    const entered = enterPage(hub, c)
    const { repository } = entered
    const ref = repository.row.default_branch
    const commit = await readRef(repository.gitPath, `refs/heads/${ref}`)
    if (commit === null) throw notFound()
    const place = { ref, commit, path: '' }
    const content = html`<h1 class="sr">${repository.row.name}</h1>
      ${repository.row.description === null ? '' : html`<p class="lead">${repository.row.description}</p>`}
      ${await tools(entered, place)}${await folderView(entered, place)}`
    return entered.show('Code', 'code', content)
  })

  pages.get('/:owner/:repo/tree/:rest{.+}', async (c) => {
    const entered = enterPage(hub, c)
    const place = await splitRef(entered.repository, c.req.param('rest'))
    const content = html`<h1 class="crumbs">${breadcrumbs(entered, place)}</h1>
      ${await tools(entered, place)}${await folderView(entered, place)}`
    return entered.show(`${place.path} at ${place.ref}`, 'code', content)
  })

  const enterFile = async (c: Context) => {
    const entered = enterPage(hub, c)
    const place = await splitRef(entered.repository, c.req.param('rest') ?? '')
    const entry = await findEntry(entered.repository.gitPath, place.commit, place.path)
    if (entry?.type !== 'blob') throw notFound()
    return { entered, place, entry }
  }

  pages.get('/:owner/:repo/blob/:rest{.+}', async (c) => {
    const { entered, place, entry } = await enterFile(c)
    const content = html`<h1 class="crumbs">${breadcrumbs(entered, place)}</h1>
      ${await tools(entered, place)}${await fileView(entered, place, entry, c.req.query('plain') !== undefined)}`
    return entered.show(place.path, 'code', content)
  })

  // Files of a repository are served so that they can't run scripts on this origin.
  pages.get('/:owner/:repo/raw/:rest{.+}', async (c) => {
    const { entered, place, entry } = await enterFile(c)
    const bytes = await readBlob(entered.repository.gitPath, entry.sha)
    return c.body(new Uint8Array(bytes), 200, {
      'Content-Type': contentType(place.path, bytes),
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
      'X-Content-Type-Options': 'nosniff',
    })
  })

  return pages
}

async function tools(scene: Scene, place: RefPath): Promise<Html> {
  return html`<div class="tools">
    ${await branchMenu(scene, place)}
    <a class="push" href="/${scene.repository.fullName}/commits/${encodePath(place.ref)}">Commits</a>
  </div>`
}
