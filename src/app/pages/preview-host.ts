import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { previewHeaders } from '#src/domain/preview-headers.ts'
import type { Artifacts } from '#src/ports/artifacts.ts'
import type { Log } from '#src/ports/log.ts'
import type { VersionReader } from '#src/ports/version-reader.ts'

export type PreviewPorts = { versions: VersionReader; artifacts: Artifacts; publicUrl: string; previewUrl: string; log: Log }

/** Serves what was generated, and nothing else: immutable files of published versions, from an origin of their own. */
export function previewHost({ versions, artifacts, publicUrl, previewUrl, log }: PreviewPorts): Hono {
  const app = new Hono()
  const headers = (contentType: string): Record<string, string> => previewHeaders({ previewUrl, publicUrl, contentType })

  app.use(compress())
  app.get('/:preview{[0-9a-f]{32}}/:path{.*}', async (context) => {
    const { preview, path } = context.req.param()
    const file = await versions.previewFile(preview, path === '' ? 'index.html' : path)
    if (file === null) return context.notFound()
    return context.body(new Uint8Array(await artifacts.get(file.artifact)), 200, headers(file.contentType))
  })
  const unkept = { ...headers('text/plain; charset=utf-8'), 'cache-control': 'no-store' }
  app.onError((error, context) => {
    log.error({ error }, 'A file of a preview could not be served')
    return context.text('This can’t be shown at the moment.', 503, unkept)
  })
  app.notFound((context) => context.text('There is no such file in this preview.', 404, unkept))
  return app
}
