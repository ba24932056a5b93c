import { createHmac, randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { now } from './current-time.ts'
import { countRow, deliveryRow, type DeliveryRow } from './store/row-types.ts'
import type { Store } from './store/store.ts'

export type WebhookTarget = { url: string; secret: string }
type NewDelivery = { event: string; action: string | null; installationId: number; repositoryId: number; payload: string }
type Outcome = { status: string; statusCode: number; headers: Record<string, string>; body: string }

/** As on GitHub, a receiver has ten seconds, and there is no automatic retry. */
const TIME_LIMIT_MS = 10_000
/** If a delivery takes longer, the next one is sent in parallel. */
const PARALLEL_AFTER_MS = 500
const MAX_AT_ONCE = 20
const MAX_PENDING = 2_000
const MAX_KEPT = 5_000
const MAX_RESPONSE_BYTES = 64 * 1024

/** Sends webhooks in the order of their events, and keeps the requests and responses for the deliveries API. */
export class WebhookQueue {
  readonly #store: Store
  readonly #appId: number
  readonly #closing = new AbortController()
  #target: WebhookTarget | null
  #running: Promise<void> | null = null
  readonly #inFlight = new Map<number, Promise<void>>()

  constructor(store: Store, appId: number, target: WebhookTarget | null) {
    this.#store = store
    this.#appId = appId
    this.#target = target
  }

  /** Continues with the deliveries that an earlier process did not send. */
  start(): void {
    this.#wake()
  }

  setTarget(target: WebhookTarget): void {
    this.#target = target
    this.#wake()
  }

  enqueue(delivery: NewDelivery): void {
    this.#add(delivery, randomUUID(), false)
  }

  /** Sends the same body again with the same GUID. */
  redeliver(original: DeliveryRow): void {
    const { event, action, payload } = original
    this.#add(
      { event, action, payload, installationId: original.installation_id, repositoryId: original.repository_id },
      original.guid,
      true,
    )
  }

  async close(): Promise<void> {
    this.#closing.abort()
    await this.#running
    await Promise.all(this.#inFlight.values())
  }

  #add(delivery: NewDelivery, guid: string, redelivery: boolean): void {
    if (this.#target === null) return
    const pending = this.#store.one(countRow, "SELECT count(*) AS count FROM deliveries WHERE state = 'pending'").count
    const full = pending >= MAX_PENDING
    this.#store.insert('deliveries', {
      guid,
      event: delivery.event,
      action: delivery.action,
      installation_id: delivery.installationId,
      repository_id: delivery.repositoryId,
      redelivery,
      state: full ? 'done' : 'pending',
      delivered_at: now(),
      url: this.#target.url,
      payload: delivery.payload,
      request_headers: '{}',
      status: full ? 'throttled' : 'pending',
      status_code: 0,
      duration_s: 0,
      response_headers: '{}',
      response_body: '',
    })
    this.#store.run("DELETE FROM deliveries WHERE state = 'done' AND id <= (SELECT max(id) FROM deliveries) - ?", MAX_KEPT)
    this.#wake()
  }

  #wake(): void {
    if (this.#target !== null && !this.#closing.signal.aborted) this.#running ??= this.#run()
  }

  async #run(): Promise<void> {
    // As on GitHub, the request that caused the event is answered first.
    await delay(0)
    while (!this.#closing.signal.aborted && this.#target !== null) {
      const next = this.#nextPending()
      if (next === undefined) break
      const delivered = this.#deliver(next, this.#target).finally(() => this.#inFlight.delete(next.id))
      this.#inFlight.set(next.id, delivered)
      const others = [...this.#inFlight.values()]
      await (others.length < MAX_AT_ONCE
        ? Promise.race([delivered, delay(PARALLEL_AFTER_MS, undefined, { ref: false })])
        : Promise.race(others))
    }
    this.#running = null
  }

  /** The oldest pending delivery that is not in flight. */
  #nextPending(): DeliveryRow | undefined {
    const sql = "SELECT * FROM deliveries WHERE state = 'pending' AND id > ? ORDER BY id LIMIT 1"
    return this.#store.get(deliveryRow, sql, Math.max(0, ...this.#inFlight.keys()))
  }

  async #deliver(delivery: DeliveryRow, target: WebhookTarget): Promise<void> {
    const headers = this.#headers(delivery, target.secret)
    const startedMs = performance.now()
    const outcome = await this.#post(target.url, headers, delivery.payload)
    // The next process sends what this one could not finish.
    if (outcome === null) return
    this.#store.update('deliveries', delivery.id, {
      state: 'done',
      delivered_at: now(),
      url: target.url,
      request_headers: JSON.stringify(headers),
      status: outcome.status,
      status_code: outcome.statusCode,
      duration_s: Math.round(performance.now() - startedMs) / 1_000,
      response_headers: JSON.stringify(outcome.headers),
      response_body: outcome.body,
    })
  }

  #headers(delivery: DeliveryRow, secret: string): Record<string, string> {
    const sign = (algorithm: string) => `${algorithm}=${createHmac(algorithm, secret).update(delivery.payload).digest('hex')}`
    return {
      Accept: '*/*',
      'Content-Type': 'application/json',
      'User-Agent': `GitHub-Hookshot/${delivery.guid.slice(0, 7)}`,
      'X-GitHub-Delivery': delivery.guid,
      'X-GitHub-Event': delivery.event,
      'X-GitHub-Hook-ID': String(this.#appId),
      'X-GitHub-Hook-Installation-Target-ID': String(this.#appId),
      'X-GitHub-Hook-Installation-Target-Type': 'integration',
      'X-Hub-Signature': sign('sha1'),
      'X-Hub-Signature-256': sign('sha256'),
    }
  }

  async #post(url: string, headers: Record<string, string>, body: string): Promise<Outcome | null> {
    const limit = AbortSignal.timeout(TIME_LIMIT_MS)
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers,
        body,
        redirect: 'manual',
        signal: AbortSignal.any([limit, this.#closing.signal]),
      })
      const text = await readStart(response)
      const status = response.statusText === '' ? String(response.status) : response.statusText
      return { status, statusCode: response.status, headers: Object.fromEntries(response.headers), body: text }
    } catch {
      if (this.#closing.signal.aborted) return null
      const failure = limit.aborted ? { status: 'timed out', statusCode: 504 } : { status: 'failed to connect to host', statusCode: 502 }
      return { ...failure, headers: {}, body: '' }
    }
  }
}

async function readStart(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes >= MAX_RESPONSE_BYTES) break
  }
  return Buffer.concat(chunks).subarray(0, MAX_RESPONSE_BYTES).toString('utf8')
}
