import { chmod, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { byteBudget, LimitError } from './byte-budget.ts'
import { rewriteDescription } from './rewrite-description.ts'
import type { Registry } from './machine-registry.ts'
import { createRegistryClient } from './registry-client.ts'
import { parseRegistryPath, isForeignUrl, type RegistryRequest } from './registry-paths.ts'
import type { TarballCache } from './tarball-cache.ts'

/** The registry's address on a sandbox's own loopback interface. `install.mjs` of the package managers listens there. */
export const GATE_ADDRESS = 'http://127.0.0.1:4873/'

/** What a gate has seen so far. */
export type GateReport = {
  /** What is wrong with the registry or the way to it, as a clause; `null` if nothing was. */
  trouble: string | null
  /** The limit of the gate that a package exceeded, as a clause. */
  exceeded: string | null
  /** The packages that the registry refused, with its status: it doesn't know them, or this machine may not read them. */
  refused: ReadonlyMap<string, number>
  /** Archives that were passed on, and those of them that came from this machine's disk. */
  archives: { passed: number; cached: number; bytes: number }
}

export type RegistryGate = {
  report: () => GateReport
  /** The registry's status for a package's description. `null` if it gives none, which is then in the report. */
  statusOf: (name: string) => Promise<number | null>
  /** Hashes of archives that a lockfile names. Others are asked for, before an archive is kept on this machine. */
  expect: (lockfile: string) => void
  close: () => Promise<void>
}

/** How much one sandbox may read from the registry. */
export type GateLimits = { metadataBytes: number; tarballBytes: number; totalBytes: number; requestMs: number; connections: number }

const MB = 1024 * 1024
const GATE_LIMITS: GateLimits = {
  ...{ metadataBytes: 64 * MB, tarballBytes: 512 * MB, totalBytes: 4_096 * MB, requestMs: 60_000, connections: 64 },
}
/** What the registry answers for a package that doesn't exist, or that this machine may not read. */
const REFUSED = new Set([401, 403, 404, 410, 451])
const INTEGRITY = /sha512-([A-Za-z0-9+/]{86}==)/g
const DESCRIPTION = /application\/vnd\.npm\.install-v1\+json/

/**
 * The only way out of an installation: a Unix socket that passes on descriptions and tarballs of packages from the machine's registry, and
 * nothing else. Credentials and certificates stay outside the sandbox.
 */
export async function openRegistryGate(
  socket: string,
  registry: Registry,
  { limits = GATE_LIMITS, cache = null }: { limits?: GateLimits | undefined; cache?: TarballCache | null } = {},
): Promise<RegistryGate> {
  const client = createRegistryClient(registry)
  const expected = new Set<string>()
  const archives = { passed: 0, cached: 0, bytes: 0 }
  let trouble: string | null = null
  const budget = byteBudget(limits.totalBytes)
  const refused = new Map<string, number>()

  const passArchive = async (wanted: RegistryRequest, bytes: Readable, outgoing: ServerResponse, signal: AbortSignal): Promise<void> => {
    outgoing.writeHead(200, { 'content-type': 'application/octet-stream' })
    const limited = budget.limited(wanted.name, limits.tarballBytes)
    limited.on('data', (chunk: Buffer) => (archives.bytes += chunk.length))
    await pipeline(bytes, limited, outgoing, { signal })
    archives.passed += 1
  }

  const forward = async (
    wanted: RegistryRequest,
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    { signal, onError }: { signal: AbortSignal; onError: (error: unknown) => void },
  ): Promise<void> => {
    const isArchive = wanted.kind === 'tarball' && incoming.method === 'GET'
    const cached = isArchive ? ((await cache?.read(client.addressOf(wanted))) ?? null) : null
    if (cached !== null) {
      await passArchive(wanted, cached, outgoing, signal)
      archives.cached += 1
      return
    }
    const accept = wanted.kind === 'metadata' && DESCRIPTION.test(incoming.headers.accept ?? '') ? incoming.headers.accept : undefined
    const answer = await client.ask(wanted, { method: incoming.method === 'HEAD' ? 'HEAD' : 'GET', accept, signal })
    answer.once('error', onError)
    const status = answer.statusCode ?? 502
    if (status !== 200 || incoming.method === 'HEAD') {
      answer.resume()
      if (status === 200) return void outgoing.writeHead(200).end()
      if (REFUSED.has(status)) refused.set(wanted.name, status)
      else trouble = `the package registry answered ${status}`
      // The registry's own message may reveal its address, or the account that we use.
      return refuse(outgoing, status >= 400 ? status : 502, `The registry answered ${status}`)
    }
    if (isArchive) {
      const isGenuine = async (sha512: string): Promise<boolean> =>
        expected.has(sha512) || client.isHashOf(wanted, sha512, AbortSignal.timeout(limits.requestMs))
      const keeping = await cache?.keeping(client.addressOf(wanted), isGenuine).catch(() => undefined)
      if (keeping === undefined) return passArchive(wanted, answer, outgoing, signal)
      await Promise.all([pipeline(answer, keeping, { signal }), passArchive(wanted, keeping, outgoing, signal)])
      return
    }
    const chunks: Buffer[] = []
    await pipeline(answer, budget.limited(wanted.name, limits.metadataBytes), async (read) => {
      for await (const chunk of read) chunks.push(chunk as Buffer)
    })
    const addresses = { registry: client.urlOf(wanted.name), gate: GATE_ADDRESS }
    const description = await rewriteDescription(Buffer.concat(chunks).toString(), addresses, signal)
    if (description === null) {
      trouble = 'the package registry answered with something that is not the description of a package'
      return refuse(outgoing, 502, 'The registry’s answer is not the description of a package')
    }
    outgoing.writeHead(200, { 'content-type': answer.headers['content-type'] ?? 'application/json' }).end(description)
  }

  const server = createServer({ maxHeaderSize: 16 * 1024, requestTimeout: limits.requestMs }, (incoming, outgoing) => {
    incoming.resume()
    const path = incoming.url ?? ''
    if (incoming.method !== 'GET' && incoming.method !== 'HEAD') return refuse(outgoing, 405, 'Only packages are available here')
    if (isForeignUrl(path)) return refuse(outgoing, 403, 'The package’s file is on another host than the registry')
    const wanted = parseRegistryPath(path)
    if (wanted === null) return refuse(outgoing, 403, 'Only packages are available here')
    if (budget.isUsedUp()) return refuse(outgoing, 403, 'The download limit of one installation is reached')
    const gone = new AbortController()
    outgoing.once('close', () => gone.abort())
    const late = AbortSignal.timeout(limits.requestMs)
    // Also called as soon as the registry's answer breaks off, because that closes ours.
    const onError = (error: unknown): void => {
      // A package manager that fails hangs up on what it still waits for.
      if (error instanceof LimitError || (gone.signal.aborted && !late.aborted)) return
      trouble = late.aborted
        ? `the package registry did not answer within ${limits.requestMs / 1_000} seconds`
        : 'the package registry could not be reached'
    }
    forward(wanted, incoming, outgoing, { signal: AbortSignal.any([gone.signal, late]), onError }).catch((error: unknown) => {
      onError(error)
      // A response that is partly sent can't be taken back. The package manager notices that it is cut off.
      if (outgoing.headersSent) outgoing.destroy()
      else if (error instanceof LimitError) refuse(outgoing, 403, 'The registry’s answer is too large')
      else refuse(outgoing, 502, 'The registry could not be reached')
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
  return {
    report: () => ({ trouble, exceeded: budget.exceeded(), refused: new Map(refused), archives: { ...archives } }),
    async statusOf(name) {
      const wanted = { path: `/${name.replace('/', '%2f')}`, kind: 'metadata' as const, name }
      try {
        const answer = await client.ask(wanted, {
          ...{ method: 'GET', accept: 'application/vnd.npm.install-v1+json', signal: AbortSignal.timeout(limits.requestMs) },
        })
        // Only its status is of interest, not a megabyte of versions.
        answer.once('error', () => undefined).destroy()
        return answer.statusCode ?? null
      } catch {
        trouble = 'the package registry could not be reached'
        return null
      }
    },
    expect(lockfile) {
      for (const [, hash = ''] of lockfile.matchAll(INTEGRITY)) expected.add(hash)
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      client.close()
      await rm(socket, { force: true })
    },
  }
}

function refuse(outgoing: ServerResponse, status: number, reason: string): void {
  if (!outgoing.headersSent) outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ error: reason }))
}
