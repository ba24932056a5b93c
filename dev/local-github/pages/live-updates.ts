import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Hub } from '../hub.ts'

/** Pages notice within half a minute when no heartbeat arrives. */
const BEAT_MS = 10_000

/** Tells the pages that something has changed, but not what. Each page then loads itself with its viewer's permissions. */
export function liveRoutes(hub: Hub): Hono {
  const routes = new Hono()
  routes.get('/_live', (c) =>
    streamSSE(c, async (stream) => {
      const gone = Promise.withResolvers<void>()
      const say = (event: string): void => void stream.writeSSE({ event, data: event })
      const deafen = hub.store.changes.listen(() => say('change'))
      const beat = setInterval(() => say('beat'), BEAT_MS).unref()
      stream.onAbort(() => gone.resolve())
      say('hello')
      await gone.promise
      clearInterval(beat)
      deafen()
    }),
  )
  return routes
}
