import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'

/**
 * The part of the Connect protocol that E2B's SDK uses, with JSON. The messages of a stream are in envelopes: a byte of flags, four bytes
 * of length, the message. The last one has the flag 2 and says how the stream ended. Source: the protocol's reference,
 * connectrpc.com/docs/protocol.
 */
const LAST = 2

export type ConnectError = { code: string; message: string }

/** Reads the one message of a request whose response is a stream. */
export async function readEnveloped(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  return JSON.parse(bytes.subarray(5, 5 + bytes.readUInt32BE(1)).toString())
}

export async function readJson(request: IncomingMessage): Promise<unknown> {
  const body = await text(request)
  return body === '' ? null : JSON.parse(body)
}

export function beginStream(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/connect+json' })
}

/** Sends nothing if the client has hung up. */
export function sendMessage(response: ServerResponse, message: object): void {
  if (!response.destroyed && !response.writableEnded) response.write(enveloped(0, message))
}

export function endStream(response: ServerResponse, error?: ConnectError): void {
  if (!response.destroyed && !response.writableEnded) response.end(enveloped(LAST, error === undefined ? {} : { error }))
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

function enveloped(flags: number, message: object): Buffer {
  const body = Buffer.from(JSON.stringify(message))
  const head = Buffer.alloc(5)
  head.writeUInt8(flags)
  head.writeUInt32BE(body.length, 1)
  return Buffer.concat([head, body])
}
