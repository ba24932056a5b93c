import { chmod, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer, request, Agent, type IncomingMessage, type ServerResponse } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { rewriteDescription } from './rewrite-description.ts'
import type { Registry } from './machine-registry.ts'
import { parseRegistryPath, isForeignUrl, type RegistryRequest } from './registry-paths.ts'

/** Where a sandbox finds the registry on its own loopback; `install.mjs` of the package managers listens there. */
export const GATE_ADDRESS = 'http://127.0.0.1:4873/'

/** What one sandbox may have of the registry. */
export type GateLimits = { metadataBytes: number; tarballBytes: number; totalBytes: number; requestMs: number; connections: number }

const MB = 1024 * 1024
const LIMITS: GateLimits = { metadataBytes: 48 * MB, tarballBytes: 128 * MB, totalBytes: 768 * MB, requestMs: 60_000, connections: 64 }
/** At once; what comes beside them waits. */
const REQUESTS = 12
const DESCRIPTION = /application\/vnd\.npm\.install-v1\+json/

/**
 * The one door of an installation: a socket with a name, behind which descriptions and files of packages can be had of the machine's
 * registry, and nothing else. Credentials and certificates stay on this side. Answers how to close it.
 */
export async function openRegistryGate(socket: string, registry: Registry, limits: GateLimits = LIMITS): Promise<() => Promise<void>> {
  const isSecure = registry.url.startsWith('https:')
  const options = { keepAlive: true, maxSockets: REQUESTS, proxyEnv: registry.proxies }
  const agent = isSecure ? new SecureAgent({ ...options, ...(registry.ca === null ? {} : { ca: registry.ca }) }) : new Agent(options)
  let totalBytes = 0

  /** Counts what goes through, and fails as soon as it is too much. */
  const bounded = (mostBytes: number): Transform => {
    let bytes = 0
    return new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length
        totalBytes += chunk.length
        const reason = bytes > mostBytes ? 'too large a package' : totalBytes > limits.totalBytes ? 'too much of the registry' : null
        done(reason === null ? null : new Error(reason), chunk)
      },
    })
  }

  const ask = async ({ path, kind }: RegistryRequest, asked: IncomingMessage, signal: AbortSignal): Promise<IncomingMessage> => {
    const accept = kind === 'metadata' && DESCRIPTION.test(asked.headers.accept ?? '') ? { accept: asked.headers.accept } : {}
    const headers = {
      'user-agent': 'ollio',
      ...accept,
      ...(registry.authorization === null ? {} : { authorization: registry.authorization }),
    }
    const outgoing = (isSecure ? secureRequest : request)(new URL(`.${path}`, registry.url), {
      ...{ agent, headers, signal, method: asked.method },
    })
    outgoing.end()
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
    return answer
  }

  const forward = async (
    asked: RegistryRequest,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    signal: AbortSignal,
  ): Promise<void> => {
    const answer = await ask(asked, incoming, signal)
    const status = answer.statusCode ?? 502
    if (status !== 200 || incoming.method === 'HEAD') {
      answer.resume()
      if (status === 200) return void outgoing.writeHead(200).end()
      // What the registry says may name it, or the account that asked.
      return refuse(outgoing, status >= 400 ? status : 502, `The registry answered ${status}`)
    }
    if (asked.kind === 'tarball') {
      outgoing.writeHead(200, { 'content-type': 'application/octet-stream' })
      return pipeline(answer, bounded(limits.tarballBytes), outgoing, { signal })
    }
    const chunks: Buffer[] = []
    await pipeline(answer, bounded(limits.metadataBytes), async (read) => {
      for await (const chunk of read) chunks.push(chunk as Buffer)
    })
    const addresses = { registry: registry.url, gate: GATE_ADDRESS }
    const description = await rewriteDescription(Buffer.concat(chunks).toString(), addresses, signal)
    if (description === null) return refuse(outgoing, 502, 'The registry answered with something else than a package')
    outgoing.writeHead(200, { 'content-type': answer.headers['content-type'] ?? 'application/json' }).end(description)
  }

  const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: limits.requestMs }, (incoming, outgoing) => {
    incoming.resume()
    const path = incoming.url ?? ''
    if (incoming.method !== 'GET' && incoming.method !== 'HEAD') return refuse(outgoing, 405, 'Only packages can be had here')
    if (isForeignUrl(path)) return refuse(outgoing, 403, 'The package lies on another host than the registry’s')
    const asked = parseRegistryPath(path)
    if (asked === null) return refuse(outgoing, 403, 'Only packages can be had here')
    if (totalBytes > limits.totalBytes)
      return refuse(outgoing, 403, 'No more packages can be had: the bound of one installation is reached')
    const gone = new AbortController()
    outgoing.once('close', () => gone.abort())
    forward(asked, incoming, outgoing, AbortSignal.any([gone.signal, AbortSignal.timeout(limits.requestMs)])).catch(() => {
      // Half of an answer can't be taken back; the package manager sees that it is cut.
      if (outgoing.headersSent) outgoing.destroy()
      else refuse(outgoing, 502, 'The registry could not be reached, or its answer is too large')
    })
  })
  server.maxConnections = limits.connections
  server.on('connect', (_incoming, tunnel) =>
    tunnel.end('HTTP/1.1 405 Method Not Allowed\r\nconnection: close\r\n\r\nOnly packages can be had here\n'),
  )
  server.on('upgrade', (_incoming, tunnel) =>
    tunnel.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\nOnly packages can be had here\n'),
  )
  server.listen(socket)
  await once(server, 'listening')
  // Its folder is nobody else's on this machine; inside it belongs to another user.
  await chmod(socket, 0o666)
  return async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    agent.destroy()
    await rm(socket, { force: true })
  }
}

function refuse(outgoing: ServerResponse, status: number, reason: string): void {
  if (!outgoing.headersSent) outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error: reason }))
}
