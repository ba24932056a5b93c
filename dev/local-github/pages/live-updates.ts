import { Hono } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { Hub } from '../hub.ts'

/** Pages notice within half a minute when no heartbeat arrives. */
const HEARTBEAT_MS = 10_000

/** Tells the pages that something has changed, but not what. Each page then loads itself with its viewer's permissions. */
export function liveRoutes(hub: Hub): Hono {
  const routes = new Hono()
  routes.get('/_live', (c) =>
    streamSSE(c, async (stream) => {
      const aborted = Promise.withResolvers<void>()
      const send = (event: string): void => void stream.writeSSE({ event, data: event })
      const stopListening = hub.store.changes.listen(() => send('change'))
      const heartbeat = setInterval(() => send('heartbeat'), HEARTBEAT_MS).unref()
      stream.onAbort(() => aborted.resolve())
      send('hello')
      await aborted.promise
      clearInterval(heartbeat)
      stopListening()
    }),
  )
  return routes
}
