import type { IncomingMessage } from 'node:http'

/** GitHub's limit for webhooks. Source: https://docs.github.com/webhooks/webhook-events-and-payloads */
const BODY_BYTES = 25 * 1024 * 1024

/**
 * Reads the body of a webhook, whose signature is not checked yet, so anybody may have sent it. `null` if it is larger than GitHub's are:
 * then the rest is not kept.
 */
export async function readWebhookBody(incoming: IncomingMessage, limitBytes = BODY_BYTES): Promise<string | null> {
  if (Number(incoming.headers['content-length'] ?? 0) > limitBytes) return null
  const chunks: Buffer[] = []
  let bytes = 0
  // The request is answered after this, so it is not destroyed when reading ends early.
  for await (const chunk of incoming.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.byteLength
    if (bytes > limitBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
