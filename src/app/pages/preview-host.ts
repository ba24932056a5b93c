import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { previewHeaders } from '#src/domain/preview-headers.ts'
import type { Artifacts } from '#src/ports/artifacts.ts'
import type { VersionReader } from '#src/ports/version-reader.ts'

export type PreviewPorts = { versions: VersionReader; artifacts: Artifacts; publicUrl: string; previewUrl: string }

/** Serves what was generated, and nothing else: immutable files of published versions, from an origin of their own. */
export function previewHost({ versions, artifacts, publicUrl, previewUrl }: PreviewPorts): Hono {
  const app = new Hono()
  const headers = (contentType: string): Record<string, string> => previewHeaders({ previewUrl, publicUrl, contentType })

  app.use(compress())
  app.get('/:preview{[0-9a-f]{32}}/:path{.*}', async (context) => {
    const { preview, path } = context.req.param()
    const file = await versions.previewFile(preview, path === '' ? 'index.html' : path)
    if (file === null) return context.notFound()
    return context.body(new Uint8Array(await artifacts.get(file.artifact)), 200, headers(file.contentType))
  })
  app.notFound((context) =>
    context.text('There is no such file in this preview.', 404, { ...headers('text/plain; charset=utf-8'), 'cache-control': 'no-store' }),
  )
  return app
}
