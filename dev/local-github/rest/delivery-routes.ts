import { Hono } from 'hono'
import { notFound } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { deliveryRow, type DeliveryRow } from '../store/row-types.ts'
import { demandApp } from './app-routes.ts'
import { numberParam, type ApiContext, type ApiEnv } from './rest-request.ts'

const SENT = "SELECT * FROM deliveries WHERE state = 'done'"

function itemPayload(delivery: DeliveryRow) {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.delivered_at,
    redelivery: delivery.redelivery,
    duration: delivery.duration_s,
    status: delivery.status,
    status_code: delivery.status_code,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installation_id,
    repository_id: delivery.repository_id,
    throttled_at: null,
  }
}

function wholePayload(delivery: DeliveryRow) {
  const payload: unknown = JSON.parse(delivery.payload)
  return {
    ...itemPayload(delivery),
    url: delivery.url,
    request: { headers: delivery.request_headers, payload },
    response: { headers: delivery.response_headers, payload: delivery.response_body },
  }
}

/** The app's webhook deliveries: list them, read one, and redeliver one. */
export function deliveryRoutes(hub: Hub): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()
  const deliveryFor = (c: ApiContext): DeliveryRow => {
    demandApp(c)
    const delivery = hub.store.get(deliveryRow, `${SENT} AND id = ?`, numberParam(c, 'delivery'))
    if (delivery === undefined) throw notFound()
    return delivery
  }

  // Newest first, paged by a cursor instead of a page number.
  routes.get('/app/hook/deliveries', (c) => {
    demandApp(c)
    const perPage = Math.min(Math.max(Number(c.req.query('per_page') ?? 30) || 30, 1), 100)
    const cursor = c.req.query('cursor')
    const below = cursor !== undefined && /^v1_\d{1,15}$/.test(cursor) ? Number(cursor.slice(3)) : Number.MAX_SAFE_INTEGER
    const status = c.req.query('status')
    const outcome =
      status === 'success'
        ? 'AND status_code < 400 AND status_code > 0'
        : status === 'failure'
          ? 'AND (status_code >= 400 OR status_code = 0)'
          : ''
    const found = hub.store.all(deliveryRow, `${SENT} AND id < ? ${outcome} ORDER BY id DESC LIMIT ?`, below, perPage + 1)
    const shown = found.slice(0, perPage)
    const lastShown = shown.at(-1)
    if (found.length > perPage && lastShown !== undefined) {
      const url = new URL(c.req.url)
      url.searchParams.set('cursor', `v1_${lastShown.id}`)
      c.header('Link', `<${hub.url}${url.pathname}${url.search}>; rel="next"`)
    }
    return c.json(shown.map(itemPayload))
  })

  routes.get('/app/hook/deliveries/:delivery', (c) => c.json(wholePayload(deliveryFor(c))))

  routes.post('/app/hook/deliveries/:delivery/attempts', (c) => {
    hub.webhooks.redeliver(deliveryFor(c))
    return c.json({}, 202)
  })

  return routes
}
