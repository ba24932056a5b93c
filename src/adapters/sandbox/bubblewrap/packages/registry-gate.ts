import { chmod, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer, request, Agent, type IncomingMessage, type ServerResponse } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { rewriteDescription } from './rewrite-description.ts'
import type { Registry } from './machine-registry.ts'
import { parseRegistryPath, isForeignUrl, type RegistryRequest } from './registry-paths.ts'

/** The registry's address on a sandbox's own loopback interface. `install.mjs` of the package managers listens there. */
export const GATE_ADDRESS = 'http://127.0.0.1:4873/'

/** How much one sandbox may read from the registry. */
export type GateLimits = { metadataBytes: number; tarballBytes: number; totalBytes: number; requestMs: number; connections: number }

const MB = 1024 * 1024
const LIMITS: GateLimits = { metadataBytes: 48 * MB, tarballBytes: 128 * MB, totalBytes: 768 * MB, requestMs: 60_000, connections: 64 }
/** Maximum number of concurrent requests. Others wait. */
const REQUESTS = 12
const DESCRIPTION = /application\/vnd\.npm\.install-v1\+json/

/**
 * The only way out of an installation: a Unix socket that passes on descriptions and tarballs of packages from the machine's registry, and
 * nothing else. Credentials and certificates stay outside the sandbox. Returns a function that closes it.
 */
export async function openRegistryGate(socket: string, registry: Registry, limits: GateLimits = LIMITS): Promise<() => Promise<void>> {
  const isSecure = registry.url.startsWith('https:')
  const options = { keepAlive: true, maxSockets: REQUESTS, proxyEnv: registry.proxies }
  const agent = isSecure ? new SecureAgent({ ...options, ...(registry.ca === null ? {} : { ca: registry.ca }) }) : new Agent(options)
  let totalBytes = 0

  /** Counts the bytes that pass, and fails at the limit. */
  const bounded = (maxBytes: number): Transform => {
    let bytes = 0
    return new Transform({
      transform(chunk: Buffer, _encoding, done) {
        bytes += chunk.length
        totalBytes += chunk.length
        const reason =
          bytes > maxBytes
            ? 'the package is too large'
            : totalBytes > limits.totalBytes
              ? 'the installation reads too much from the registry'
              : null
        done(reason === null ? null : new Error(reason), chunk)
      },
    })
  }

  const requestFromRegistry = async (
    { path, kind }: RegistryRequest,
    incoming: IncomingMessage,
    signal: AbortSignal,
  ): Promise<IncomingMessage> => {
    const accept = kind === 'metadata' && DESCRIPTION.test(incoming.headers.accept ?? '') ? { accept: incoming.headers.accept } : {}
    const headers = {
      'user-agent': 'ollio',
      ...accept,
      ...(registry.authorization === null ? {} : { authorization: registry.authorization }),
    }
    const outgoing = (isSecure ? secureRequest : request)(new URL(`.${path}`, registry.url), {
      ...{ agent, headers, signal, method: incoming.method },
    })
    outgoing.end()
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
    return answer
  }

  const forward = async (
    wanted: RegistryRequest,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    signal: AbortSignal,
  ): Promise<void> => {
    const answer = await requestFromRegistry(wanted, incoming, signal)
    const status = answer.statusCode ?? 502
    if (status !== 200 || incoming.method === 'HEAD') {
      answer.resume()
      if (status === 200) return void outgoing.writeHead(200).end()
      // The registry's own message may reveal its address, or the account that we use.
      return refuse(outgoing, status >= 400 ? status : 502, `The registry answered ${status}`)
    }
    if (wanted.kind === 'tarball') {
      outgoing.writeHead(200, { 'content-type': 'application/octet-stream' })
      return pipeline(answer, bounded(limits.tarballBytes), outgoing, { signal })
    }
    const chunks: Buffer[] = []
    await pipeline(answer, bounded(limits.metadataBytes), async (read) => {
      for await (const chunk of read) chunks.push(chunk as Buffer)
    })
    const addresses = { registry: registry.url, gate: GATE_ADDRESS }
    const description = await rewriteDescription(Buffer.concat(chunks).toString(), addresses, signal)
    if (description === null) return refuse(outgoing, 502, 'The registry’s answer is not the description of a package')
    outgoing.writeHead(200, { 'content-type': answer.headers['content-type'] ?? 'application/json' }).end(description)
  }

  const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: limits.requestMs }, (incoming, outgoing) => {
    incoming.resume()
    const path = incoming.url ?? ''
    if (incoming.method !== 'GET' && incoming.method !== 'HEAD') return refuse(outgoing, 405, 'Only packages are available here')
    if (isForeignUrl(path)) return refuse(outgoing, 403, 'The package’s file is on another host than the registry')
    const wanted = parseRegistryPath(path)
    if (wanted === null) return refuse(outgoing, 403, 'Only packages are available here')
    if (totalBytes > limits.totalBytes) return refuse(outgoing, 403, 'The download limit of one installation is reached')
    const gone = new AbortController()
    outgoing.once('close', () => gone.abort())
    forward(wanted, incoming, outgoing, AbortSignal.any([gone.signal, AbortSignal.timeout(limits.requestMs)])).catch(() => {
      // A response that is partly sent can't be taken back. The package manager notices that it is cut off.
      if (outgoing.headersSent) outgoing.destroy()
      else refuse(outgoing, 502, 'The registry could not be reached, or its answer is too large')
    })
  })
  server.maxConnections = limits.connections
  server.on('connect', (_incoming, tunnel) =>
    tunnel.end('HTTP/1.1 405 Method Not Allowed\r\nconnection: close\r\n\r\nOnly packages are available here\n'),
  )
  server.on('upgrade', (_incoming, tunnel) =>
    tunnel.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\nOnly packages are available here\n'),
  )
  server.listen(socket)
  await once(server, 'listening')
  // No other user of this machine can reach its folder. Inside the sandbox another user must be able to connect.
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
