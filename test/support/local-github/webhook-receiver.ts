import { createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import { z } from 'zod'
import { assertWebhook } from '#test/support/github-conformance.ts'

export const SECRET = 'a secret of the tests'

const eventBody = z.looseObject({
  action: z.string().optional(),
  sender: z.object({ login: z.string(), type: z.string() }),
  installation: z.object({ id: z.number() }),
})
/** `name` is `event` or `event.action`. */
type Delivery = { name: string; guid: string; body: z.infer<typeof eventBody> & Record<string, unknown> }

export type Receiver = {
  url: string
  deliveries: Delivery[]
  /** The next responses, `null` for none at all; 202 when the list is empty. */
  nextStatuses: (number | null)[]
  /** Resolves to the first delivery of this name whose body has these fields. */
  waitFor(name: string, fields?: Record<string, unknown>): Promise<Delivery>
  close(): Promise<void>
}

/** A stand-in for the bot's server. Checks the signature and the body of each webhook. */
export async function startReceiver(): Promise<Receiver> {
  const deliveries: Delivery[] = []
  const nextStatuses: (number | null)[] = []
  const problems: unknown[] = []
  const waiting = new Set<() => void>()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      try {
        deliveries.push(readDelivery(Buffer.concat(chunks), request.headers))
      } catch (error) {
        problems.push(error)
      }
      const answer = nextStatuses.length === 0 ? 202 : nextStatuses.shift()
      if (answer != null) response.writeHead(answer, { 'Content-Type': 'text/plain' }).end('seen')
      for (const look of waiting) look()
    })
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')

  return {
    url: `http://127.0.0.1:${address.port}/webhooks`,
    deliveries,
    nextStatuses,
    waitFor: async (name, fields = {}) => {
      const isWanted = (delivery: Delivery) => delivery.name === name && has(delivery.body, fields)
      const { promise: seen, resolve: see, reject } = Promise.withResolvers<Delivery>()
      const look = () => {
        const found = deliveries.find(isWanted)
        if (problems.length > 0) reject(problems[0])
        else if (found !== undefined) see(found)
      }
      waiting.add(look)
      look()
      return seen.finally(() => waiting.delete(look))
    },
    close: async () => {
      const closed = Promise.withResolvers<void>()
      server.close(() => closed.resolve())
      server.closeAllConnections()
      await closed.promise
      if (problems.length > 0) throw problems[0]
    },
  }
}

function has(value: unknown, fields: unknown): boolean {
  if (typeof fields !== 'object' || fields === null) return value === fields
  const record = z.record(z.string(), z.unknown()).safeParse(value)
  return record.success && Object.entries(fields).every(([key, field]) => has(record.data[key], field))
}

function readDelivery(bytes: Buffer, headers: IncomingHttpHeaders): Delivery {
  const expected = Buffer.from(`sha256=${createHmac('sha256', SECRET).update(bytes).digest('hex')}`)
  const given = Buffer.from(String(headers['x-hub-signature-256']))
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) throw new Error('a webhook was not signed with our secret')
  const event = String(headers['x-github-event'])
  const parsed: unknown = JSON.parse(bytes.toString('utf8'))
  assertWebhook(event, parsed)
  const body = eventBody.parse(parsed)
  return { name: body.action === undefined ? event : `${event}.${body.action}`, guid: String(headers['x-github-delivery']), body }
}
