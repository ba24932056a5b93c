import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** GitHub's limit for webhooks. Source: https://docs.github.com/webhooks/webhook-events-and-payloads */
const BODY_BYTES = 25 * 1024 * 1024
const SIGNATURE = 'x-hub-signature-256'

type WithBody = IncomingMessage & { body?: unknown }

/** Secret rotation: replaces a valid signature by the previous secret with a signature by the current one. */
export async function acceptPreviousSecret(incoming: WithBody, secrets: { now: string; old: string }): Promise<void> {
  const body = await readBody(incoming)
  // The stream is consumed here, so later handlers read the body from the request.
  incoming.body = body
  const given = incoming.headers[SIGNATURE]
  if (typeof given === 'string' && isSame(given, sign(secrets.old, body))) incoming.headers[SIGNATURE] = sign(secrets.now, body)
}

function sign(secret: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

function isSame(a: string, b: string): boolean {
  const [first, second] = [Buffer.from(a), Buffer.from(b)]
  return first.length === second.length && timingSafeEqual(first, second)
}

/** A longer body is cut, so its signature does not match. */
async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of incoming) {
    bytes += Buffer.byteLength(chunk)
    if (bytes <= BODY_BYTES) chunks.push(Buffer.from(chunk))
  }
  return Buffer.concat(chunks).toString('utf8')
}
