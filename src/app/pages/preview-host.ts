import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { inScheme, SCHEMES, SHEETS, withPreference } from '#src/domain/preview/forced-scheme.ts'
import { previewHeaders } from '#src/domain/preview/preview-headers.ts'
import type { BuildManifest } from '#src/domain/projects/records.ts'
import type { Artifacts } from '#src/ports/artifacts.ts'
import type { Log } from '#src/ports/log.ts'
import type { StoredFile, VersionReader } from '#src/ports/version-reader.ts'

export type PreviewPorts = { versions: VersionReader; artifacts: Artifacts; publicUrl: string; previewUrl: string; log: Log }

const TEXT = /^(?:text\/(?:html|css|javascript)|application\/javascript)\b/

/**
 * Serves only the immutable files of published versions, from a separate origin. `<preview>-light` and `<preview>-dark` serve the same
 * files as a browser with that color scheme shows them.
 */
export function previewHost({ versions, artifacts, publicUrl, previewUrl, log }: PreviewPorts): Hono {
  const app = new Hono()
  const headers = (contentType: string): Record<string, string> => previewHeaders({ previewUrl, publicUrl, contentType })
  const textOf = async ({ artifact }: StoredFile): Promise<string> => new TextDecoder().decode(await artifacts.get(artifact))
  const bytesOf = async (file: StoredFile, build: BuildManifest, wanted: string | undefined): Promise<Uint8Array<ArrayBuffer>> => {
    const scheme = SCHEMES.find((name) => name === wanted)
    if (scheme === undefined || !TEXT.test(file.contentType)) return new Uint8Array(await artifacts.get(file.artifact))
    const text = withPreference(await textOf(file), scheme)
    if (!file.contentType.startsWith('text/html')) return new TextEncoder().encode(text)
    const sheets: string[] = []
    for (const each of Object.values(build)) {
      if (sheets.reduce((sum, sheet) => sum + sheet.length, 0) > SHEETS) break
      if (each.contentType.startsWith('text/css')) sheets.push(await textOf(each))
    }
    return new TextEncoder().encode(inScheme(text, scheme, sheets))
  }

  app.use(compress())
  app.get('/:preview{[0-9a-f]{32}(?:-(?:light|dark))?}/:path{.*}', async (context) => {
    const { preview, path } = context.req.param()
    const [previewPath = '', scheme] = preview.split('-')
    const build = await versions.preview(previewPath)
    const name = path === '' ? 'index.html' : path
    const file = build !== null && Object.hasOwn(build, name) ? build[name] : undefined
    if (build === null || file === undefined) return context.notFound()
    return context.body(await bytesOf(file, build, scheme), 200, headers(file.contentType))
  })
  const uncachedHeaders = { ...headers('text/plain; charset=utf-8'), 'cache-control': 'no-store' }
  app.onError((error, context) => {
    log.error({ error }, 'Preview request failed')
    return context.text('This file is temporarily unavailable. Try again in a minute.', 503, uncachedHeaders)
  })
  app.notFound((context) => context.text('This preview has no such file.', 404, uncachedHeaders))
  return app
}
