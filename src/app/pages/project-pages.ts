import { Hono } from 'hono'
import { compress } from 'hono/compress'
import type { Links } from '#src/ports/links.ts'
import type { Log } from '#src/ports/log.ts'
import type { RepositoryReader } from '#src/ports/repository-reader.ts'
import type { SignIn } from '#src/ports/sign-in.ts'
import type { VersionReader } from '#src/ports/version-reader.ts'
import { ICON, LIVE_SCRIPT, VIEWER_SCRIPT } from './static-assets.ts'
import { notFoundPage, pageHeaders, unavailablePage } from './page-layout.ts'
import { createReaders } from './signed-in-readers.ts'
import type { ReaderSettings } from './signed-in-readers.ts'
import { repositoryRoutes } from './repository-routes.ts'
import { signInPages } from './sign-in-pages.ts'
import { turnRoutes } from './turn-routes.ts'
import { versionRoutes } from './version-routes.ts'
import type { VersionPorts } from './version-routes.ts'

export type PagePorts = VersionPorts & {
  versions: VersionReader
  repositories: RepositoryReader
  links: Links
  log: Log
  /** `null`: sign-in is not configured, and pages can be opened by link only. */
  people: (ReaderSettings & { signIn: SignIn }) | null
}

/** All our own pages. */
export function projectPages(ports: PagePorts): Hono {
  const { versions, repositories, links, githubUrl, log, people } = ports
  const app = new Hono()
  const headers = pageHeaders(ports.previewUrl)
  const readers = people === null ? null : createReaders(people)
  const access = { links, versions, readers, headers }

  app.use(compress())
  app.route('/', versionRoutes(access, ports))
  app.route('/', turnRoutes(access, githubUrl))
  app.route('/', repositoryRoutes({ repositories, links, readers, headers, githubUrl }))
  if (people !== null && readers !== null) app.route('/', signInPages(people.signIn, readers, { publicUrl: people.publicUrl, headers }))

  app.get(ICON.path, (context) => context.body(ICON.svg, 200, { 'content-type': 'image/svg+xml', 'cache-control': 'max-age=86400' }))
  for (const { path, text } of [VIEWER_SCRIPT, LIVE_SCRIPT])
    app.get(path, (context) =>
      context.body(text, 200, {
        'content-type': 'text/javascript; charset=utf-8',
        'cache-control': 'max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
      }),
    )

  // Liveness check for process monitors. It does not depend on the database.
  app.get('/healthz', (context) => context.text('ok'))

  app.onError((error, context) => {
    log.error({ error }, 'Page request failed')
    return context.html(unavailablePage(), 503, headers)
  })
  app.notFound((context) => context.html(notFoundPage(), 404, headers))
  return app
}
