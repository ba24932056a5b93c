import { Hono } from 'hono'
import { compress } from 'hono/compress'
import type { Context } from 'hono'
import { SCHEMES } from '#src/domain/forced-scheme.ts'
import type { Artifacts } from '#src/ports/artifacts.ts'
import type { Links } from '#src/ports/links.ts'
import type { Log } from '#src/ports/log.ts'
import type { VersionFile, VersionReader } from '#src/ports/version-reader.ts'
import type { Zip } from '#src/ports/zip.ts'
import { ICON, SCRIPT, SCRIPT_PATH } from './assets.ts'
import { comparePage } from './compare-page.ts'
import { conversationPage } from './conversation-page.ts'
import { downloadName, packFiles } from './downloads.ts'
import { filesPage } from './files-page.ts'
import type { CodeTools, ShownFile } from './files-page.ts'
import { notFoundPage, pageHeaders, troublePage } from './layout.ts'
import { stepsPage } from './steps-page.ts'
import type { VersionView } from './version-frame.ts'
import { versionPage } from './version-page.ts'

export type PagePorts = CodeTools & {
  versions: VersionReader
  artifacts: Artifacts
  links: Links
  zip: Zip
  previewUrl: string
  /** GitHub as people see it. */
  githubUrl: string
  log: Log
}

const VERSION = '/p/:project/:version{[0-9]{1,9}}'
/** Turns of a conversation that are shown. */
const TURNS = 200
const FOR_GOOD = 'max-age=31536000, immutable'

/** Our own pages below `/p/`. Without the right signature there is nothing to see, whatever is there. */
export function projectPages(ports: PagePorts): Hono {
  const { versions, artifacts, links, previewUrl, githubUrl, log } = ports
  const app = new Hono()
  const headers = pageHeaders(previewUrl)
  const missing = (context: Context) => context.html(notFoundPage(), 404, headers)

  /** Which version the address names, where its signature is right. */
  const allowed = (context: Context): { project: string; version: number } | null => {
    const { project = '', version: written = '' } = context.req.param() as Record<string, string>
    const version = Number(written)
    return links.verify(project, version, context.req.query('s') ?? '') ? { project, version } : null
  }
  const viewOf = async (context: Context): Promise<VersionView | null> => {
    const asked = allowed(context)
    const page = asked === null ? null : await versions.versionPage(asked.project, asked.version)
    return asked === null || page === null ? null : { projectId: asked.project, page, links, previewUrl, githubUrl }
  }
  const schemeOf = (context: Context) => SCHEMES.find((name) => name === context.req.query('scheme')) ?? null

  app.use(compress())
  app.get(VERSION, async (context) => {
    const view = await viewOf(context)
    return view === null ? missing(context) : context.html(versionPage(view, schemeOf(context)), 200, headers)
  })

  app.get(`${VERSION}/files`, async (context) => {
    const view = await viewOf(context)
    if (view === null) return missing(context)
    const path = context.req.query('file')
    const file = path === undefined ? view.page.files[0] : view.page.files.find((each) => each.path === path)
    if (file === undefined && path !== undefined) return missing(context)
    const shown = file === undefined ? null : await shownFile(ports, file, context.req.query('view') === 'diff')
    return context.html(await filesPage(view, shown, ports), 200, headers)
  })

  app.get(`${VERSION}/conversation`, async (context) => {
    const view = await viewOf(context)
    if (view === null) return missing(context)
    return context.html(conversationPage(view, await versions.conversation(view.projectId, TURNS)), 200, headers)
  })

  app.get(`${VERSION}/steps`, async (context) => {
    const view = await viewOf(context)
    if (view === null) return missing(context)
    return context.html(stepsPage(view, await versions.transcript(view.projectId, view.page.version)), 200, headers)
  })

  app.get(`${VERSION}/compare/:other{[0-9]{1,9}}`, async (context) => {
    const view = await viewOf(context)
    const other = view === null ? null : await versions.versionPage(view.projectId, Number(context.req.param('other')))
    if (view === null || other === null) return missing(context)
    return context.html(comparePage(view, other, schemeOf(context)), 200, headers)
  })

  app.get(`${VERSION}/:which{(?:version|project)\\.zip}`, async (context) => {
    const view = await viewOf(context)
    const which = context.req.param('which') === 'project.zip' ? 'project' : 'version'
    const files = view === null ? null : await versions.files(view.projectId, view.page.version, which)
    if (view === null || files === null) return missing(context)
    return context.body(await packFiles(ports, files), 200, {
      ...{ 'content-type': 'application/zip', 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-cache' },
      'content-disposition': `attachment; filename="${downloadName(view.page, which)}.zip"`,
    })
  })

  app.get(`${VERSION}/:picture{[0-9]{3,4}(?:-dark)?\\.png}`, async (context) => {
    const asked = allowed(context)
    const file =
      asked === null ? null : await versions.picture(asked.project, asked.version, context.req.param('picture').replace('.png', ''))
    if (file === null) return missing(context)
    return context.body(new Uint8Array(await artifacts.get(file.artifact)), 200, {
      'content-type': file.contentType,
      'cache-control': `private, ${FOR_GOOD}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': `default-src 'none'`,
    })
  })

  app.get(`${VERSION}/check.json`, async (context) => {
    const asked = allowed(context)
    const report = asked === null ? null : await versions.checkReport(asked.project, asked.version)
    if (report === null) return missing(context)
    return context.body(`${JSON.stringify(report, null, 2)}\n`, 200, {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
      'content-security-policy': `default-src 'none'`,
    })
  })

  app.onError((error, context) => {
    log.error({ error }, 'A page could not be shown')
    return context.html(troublePage(), 503, headers)
  })
  app.get(ICON.path, (context) => context.body(ICON.svg, 200, { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=86400' }))
  app.get(SCRIPT_PATH, (context) =>
    context.body(SCRIPT, 200, {
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': FOR_GOOD,
      'x-content-type-options': 'nosniff',
    }),
  )

  // For whoever watches over the process: it answers, whatever the database does.
  app.get('/healthz', (context) => context.text('ok'))

  app.notFound(missing)
  return app
}

async function shownFile({ artifacts }: PagePorts, file: VersionFile, asDiff: boolean): Promise<ShownFile> {
  const { before } = file
  if (before === null) return { file, before: null, asDiff }
  return { file, asDiff, before: 'text' in before ? before.text : new TextDecoder().decode(await artifacts.get(before.artifact)) }
}
