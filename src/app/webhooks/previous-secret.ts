import { createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

const SIGNATURE = 'x-hub-signature-256'

/** Secret rotation: replaces a valid signature by the previous secret with a signature by the current one. */
export function acceptPreviousSecret(incoming: IncomingMessage, body: string, secrets: { now: string; old: string }): void {
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
