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
/** However many look at a turn, it is looked at once in so long. */
const LOOK_MS = 1_000
/** Then the browser opens a new stream by itself. */
const STREAM_MS = 10 * 60_000
/** Streams that are open at once; who comes later asks again and again instead. */
const STREAMS = 200
/** Proxies end connections on which nothing comes. */
const SIGN_OF_LIFE_MS = 15_000

type Watched = { projectId: string; number: number }

/** The page of one turn, and what changes of it. */
export function turnRoutes(access: Access, githubUrl: string): Hono {
  const { versions, links, headers } = access
  const app = new Hono()
  let streams = 0
  const revisionOf = memoize(LOOK_MS, ({ projectId, number }: Watched) => versions.turnRevision(projectId, number))
  const changeOf = memoize(LOOK_MS, (watched: Watched) => readChange(versions, watched, links, githubUrl))

  /** The turn that the address names, or what its reader gets instead. */
  const enter = async (context: Context): Promise<Watched | Response> => {
    const { project = '', number = '' } = context.req.param() as Record<string, string>
    const away = await refuseAccess(access, context, { project, turn: Number(number) })
    return away ?? { projectId: project, number: Number(number) }
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
    if (streams >= STREAMS) return context.text('Too many look on.', 503, { 'retry-after': '5' })
    streams += 1
    context.header('x-accel-buffering', 'no')
    return streamSSE(context, async (stream) => {
      const ends = Date.now() + STREAM_MS
      let told: string | null = null
      let toldAt = 0
      try {
        while (!stream.aborted && Date.now() < ends) {
          const revision = await revisionOf(keyOf(watched, ''), watched)
          if (revision === null) return
          if (revision !== told) {
            // The link may have been withdrawn while somebody looked.
            if ((await enter(context)) instanceof Response) return
            const change = await changeOf(keyOf(watched, revision), watched)
            if (change === null) return
            await stream.writeSSE({ event: 'turn', data: JSON.stringify(change) })
            told = revision
            toldAt = Date.now()
            if (change.ended) return
          } else if (Date.now() - toldAt > SIGN_OF_LIFE_MS) {
            await stream.write(': here\n\n')
            toldAt = Date.now()
          }
          await stream.sleep(LOOK_MS)
        }
      } finally {
        streams -= 1
      }
    })
  })
  return app
}

/** What a page that is open has to show now. */
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
