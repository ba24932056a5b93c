import { type IncomingMessage, request as requestTo, type ServerResponse } from 'node:http'
import { answerJson } from './connect-protocol.ts'
import type { KnownSandbox } from './control-plane.ts'

/**
 * A double of the proxy in front of E2B's sandboxes: passes a request on to the daemon of the sandbox that the header names, and answers
 * 502 for one that is gone.
 */
export function toSandbox(
  sandboxes: ReadonlyMap<string, KnownSandbox>,
  request: IncomingMessage,
  response: ServerResponse,
  options: { breakAfterBytes: number; onUnknown: (what: string) => void },
): void {
  const id = String(request.headers['e2b-sandbox-id'])
  const known = sandboxes.get(id)
  const gone = (): void => answerJson(response, 502, { sandboxId: id, message: 'The sandbox was not found', code: 502 })
  if (known === undefined) return gone()
  if (request.headers['x-access-token'] !== known.token)
    return answerJson(response, 401, { code: 'unauthenticated', message: 'the access token is wrong' })

  const { method = 'GET', url: path = '/', headers } = request
  const passed = requestTo({ socketPath: known.machine.socket, method, path, headers }, (answer) => {
    if (answer.statusCode === 501) options.onUnknown(`${method} ${path}`)
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    let leftBytes = options.breakAfterBytes
    answer.on('data', (chunk: Buffer) => {
      leftBytes -= chunk.length
      if (leftBytes < 0) request.socket.destroy()
      else response.write(chunk)
    })
    answer.on('end', () => response.end())
    answer.on('error', () => response.destroy())
  })
  passed.on('error', () => {
    if (response.headersSent) response.destroy()
    else gone()
  })
  request.pipe(passed)
}
