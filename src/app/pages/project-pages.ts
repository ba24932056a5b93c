import { Hono } from 'hono'
import type { Artifacts } from '#src/ports/artifacts.ts'
import type { Links } from '#src/ports/links.ts'
import type { Log } from '#src/ports/log.ts'
import type { VersionReader } from '#src/ports/version-reader.ts'
import { ICON, notFoundPage, pageHeaders, troublePage } from './layout.ts'
import { versionPage } from './version-page.ts'

export type PagePorts = { versions: VersionReader; artifacts: Artifacts; links: Links; previewUrl: string; log: Log }

/** Our own pages below `/p/`. Without the right signature there is nothing to see, whatever is there. */
export function projectPages({ versions, artifacts, links, previewUrl, log }: PagePorts): Hono {
  const app = new Hono()
  const headers = pageHeaders(previewUrl)

  app.get('/p/:project/:version{[0-9]{1,9}}', async (context) => {
    const { project } = context.req.param()
    const version = Number(context.req.param('version'))
    const page = links.verify(project, version, context.req.query('s') ?? '') ? await versions.versionPage(project, version) : null
    if (page === null) return context.html(notFoundPage(), 404, headers)
    return context.html(versionPage(project, page, links, previewUrl), 200, headers)
  })

  app.get('/p/:project/:version{[0-9]{1,9}}/:picture{[0-9]{3,4}(?:-dark)?\\.png}', async (context) => {
    const { project, picture } = context.req.param()
    const version = Number(context.req.param('version'))
    const allowed = links.verify(project, version, context.req.query('s') ?? '')
    const file = allowed ? await versions.picture(project, version, picture.replace('.png', '')) : null
    if (file === null) return context.html(notFoundPage(), 404, headers)
    const bytes = await artifacts.get(file.artifact)
    return context.body(new Uint8Array(bytes), 200, {
      'content-type': file.contentType,
      'cache-control': 'private, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-security-policy': `default-src 'none'`,
    })
  })

  app.get('/p/:project/:version{[0-9]{1,9}}/check.json', async (context) => {
    const { project } = context.req.param()
    const version = Number(context.req.param('version'))
    const allowed = links.verify(project, version, context.req.query('s') ?? '')
    const report = allowed ? await versions.checkReport(project, version) : null
    if (report === null) return context.html(notFoundPage(), 404, headers)
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

  // For whoever watches over the process: it answers, whatever the database does.
  app.get('/healthz', (context) => context.text('ok'))

  app.notFound((context) => context.html(notFoundPage(), 404, headers))
  return app
}
