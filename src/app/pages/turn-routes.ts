import { Hono } from 'hono'
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { VersionReader } from '#src/ports/version-reader.ts'
import { refuseAccess } from './page-access.ts'
import type { Access } from './page-access.ts'
import { notFoundPage } from './page-layout.ts'
import { memoize } from '#src/domain/shared/memoize.ts'
import { turnPage, turnState, turnText } from './turn-page.ts'
import type { TurnView } from './turn-page.ts'

const TURN = '/p/:project/turns/:number{[0-9]{1,9}}'
/** A turn is read at most once per interval, however many users watch it. */
const POLL_MS = 1_000
/** Maximum duration of a stream. The browser then opens a new one. */
const STREAM_MS = 10 * 60_000
/** Maximum number of open streams. Further clients poll instead. */
const STREAMS = 200
/** Keep-alive interval. Proxies close idle connections. */
const KEEP_ALIVE_MS = 15_000

type Watched = { projectId: string; number: number }

/** The page of one turn and its live updates. */
export function turnRoutes(access: Access, githubUrl: string): Hono {
  const { versions, links, headers } = access
  const app = new Hono()
  let streams = 0
  const revisionOf = memoize(POLL_MS, ({ projectId, number }: Watched) => versions.turnRevision(projectId, number))
  const changeOf = memoize(POLL_MS, (watched: Watched) => readChange(versions, watched, links, githubUrl))

  /** The turn in the URL, or the response for a visitor without access. */
  const enter = async (context: Context): Promise<Watched | Response> => {
    const { project = '', number = '' } = context.req.param() as Record<string, string>
    const refusal = await refuseAccess(access, context, { project, turn: Number(number) })
    return refusal ?? { projectId: project, number: Number(number) }
  }
  const missing = (context: Context) => context.html(notFoundPage(), 404, headers)

  app.get(TURN, async (context) => {
    const watched = await enter(context)
    if (watched instanceof Response) return watched
    const page = await versions.turnPage(watched.projectId, watched.number)
    return page === null ? missing(context) : context.html(turnPage({ ...watched, page, links, githubUrl }), 200, headers)
  })

  app.get(`${TURN}/state`, async (context) => {
    const watched = await enter(context)
    if (watched instanceof Response) return watched
    const change = await changeOf(keyOf(watched, 'now'), watched)
    return change === null
      ? missing(context)
      : context.json(change, 200, { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
  })

  app.get(`${TURN}/events`, async (context) => {
    const watched = await enter(context)
    if (watched instanceof Response) return watched
    if (streams >= STREAMS) return context.text('Too many live connections.', 503, { 'retry-after': '5' })
    streams += 1
    context.header('x-accel-buffering', 'no')
    return streamSSE(context, async (stream) => {
      const ends = Date.now() + STREAM_MS
      let sent: string | null = null
      let sentAt = 0
      try {
        while (!stream.aborted && Date.now() < ends) {
          const revision = await revisionOf(keyOf(watched, ''), watched)
          if (revision === null) return
          if (revision !== sent) {
            // The link may have been revoked since the page was opened.
            if ((await enter(context)) instanceof Response) return
            const change = await changeOf(keyOf(watched, revision), watched)
            if (change === null) return
            await stream.writeSSE({ event: 'turn', data: JSON.stringify(change) })
            sent = revision
            sentAt = Date.now()
            if (change.ended) return
          } else if (Date.now() - sentAt > KEEP_ALIVE_MS) {
            await stream.write(': here\n\n')
            sentAt = Date.now()
          }
          await stream.sleep(POLL_MS)
        }
      } finally {
        streams -= 1
      }
    })
  })
  return app
}

/** The current content of an open page. */
async function readChange(
  versions: VersionReader,
  { projectId, number }: Watched,
  links: TurnView['links'],
  githubUrl: string,
): Promise<{ words: string; html: string; ended: boolean } | null> {
  const page = await versions.turnPage(projectId, number)
  if (page === null) return null
  return { words: turnText(page), html: String(await turnState({ projectId, page, links, githubUrl })), ended: page.phase === 'ended' }
}

function keyOf({ projectId, number }: Watched, revision: string): string {
  return `${projectId}/${number}/${revision}`
}
