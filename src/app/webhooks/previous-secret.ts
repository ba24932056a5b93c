import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** GitHub sends no larger webhook. Source: https://docs.github.com/webhooks/webhook-events-and-payloads */
const BODY_BYTES = 25 * 1024 * 1024
const SIGNATURE = 'x-hub-signature-256'

type WithBody = IncomingMessage & { body?: unknown }

/** While secrets are changed: a webhook that was signed with the one before is taken as if it were signed with the one of today. */
export async function acceptPreviousSecret(incoming: WithBody, secrets: { now: string; old: string }): Promise<void> {
  const body = await readBody(incoming)
  // Whoever comes after us finds the body here, since the stream is read.
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

/** What is longer is cut, so that no signature fits it. */
async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of incoming) {
    bytes += Buffer.byteLength(chunk)
    if (bytes <= BODY_BYTES) chunks.push(Buffer.from(chunk))
  }
  return Buffer.concat(chunks).toString('utf8')
}
