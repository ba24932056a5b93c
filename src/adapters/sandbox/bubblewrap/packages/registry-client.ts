import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { request, Agent, type IncomingMessage } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import { registryOf, type Registry } from './machine-registry.ts'
import { integrityIn, unusualTarball, type RegistryRequest } from './registry-paths.ts'
import type { TarballAddress } from './tarball-cache.ts'

/** What is asked of a registry. `accept`: the form of a description; undefined for the whole one. */
type Asked = { method: 'GET' | 'HEAD'; accept?: string | undefined; signal: AbortSignal }

export type RegistryClient = {
  ask(wanted: RegistryRequest, asked: Asked): Promise<IncomingMessage>
  /** Under which address an archive is kept on this machine. */
  addressOf(wanted: RegistryRequest): TarballAddress
  /** Whether the registry says that this is an archive's SHA-512, in base64. */
  isHashOf(wanted: RegistryRequest, sha512: string, signal: AbortSignal): Promise<boolean>
  /** The registry in which a package is looked for. */
  urlOf(name: string): string
  close(): void
}

/** Maximum number of concurrent requests. Others wait. */
const REQUESTS = 12
const REDIRECTS = new Set([301, 302, 303, 307, 308])
const DESCRIPTION_BYTES = 16 * 1024 * 1024
const SHORT_DESCRIPTION = 'application/vnd.npm.install-v1+json'

/** Asks the machine's registry, or that of a package's scope, with the credentials for it. */
export function createRegistryClient(registry: Registry): RegistryClient {
  const options = { keepAlive: true, maxSockets: REQUESTS, proxyEnv: registry.proxies }
  const secure = new SecureAgent({ ...options, ...(registry.ca === null ? {} : { ca: registry.ca }) })
  const plain = new Agent(options)
  const unusual = new Map<string, string>()

  async function send(url: URL, authorization: string | null, { method, accept, signal }: Asked): Promise<IncomingMessage> {
    const isSecure = url.protocol === 'https:'
    const headers = {
      'user-agent': 'ollio',
      ...(accept === undefined ? {} : { accept }),
      ...(authorization === null ? {} : { authorization }),
    }
    const outgoing = (isSecure ? secureRequest : request)(url, { agent: isSecure ? secure : plain, headers, signal, method })
    outgoing.end()
    const [answer] = (await once(outgoing, 'response')) as [IncomingMessage]
    return answer
  }

  /** Where a scope's registry has an archive that isn't at the usual path, as GitHub Packages has. `null` if it says nothing of it. */
  async function unusualAddress({ name, path }: RegistryRequest, signal: AbortSignal): Promise<string | null> {
    const known = unusual.get(path)
    if (known !== undefined) return known
    const { url, authorization } = registryOf(registry, name)
    const answer = await send(new URL(`./${name.replace('/', '%2f')}`, url), authorization, {
      method: 'GET',
      accept: SHORT_DESCRIPTION,
      signal,
    })
    const description = await textOf(answer)
    const address = description === null ? null : unusualTarball(description, path, url)
    if (address !== null) unusual.set(path, address)
    return address
  }

  return {
    async ask(wanted, asked) {
      const { url, authorization } = registryOf(registry, wanted.name)
      const answer = await send(new URL(`.${wanted.path}`, url), authorization, asked)
      if (url === registry.url || wanted.kind !== 'tarball' || answer.statusCode !== 404) return answer
      answer.resume()
      const address = await unusualAddress(wanted, asked.signal)
      if (address === null) return send(new URL(`.${wanted.path}`, url), authorization, asked)
      const found = await send(new URL(address), authorization, asked)
      const location = found.headers.location
      if (!REDIRECTS.has(found.statusCode ?? 0) || location === undefined || !URL.canParse(location, address)) return found
      found.resume()
      // To a store of files, which has no business with the registry's credentials.
      const elsewhere = new URL(location, address)
      return elsewhere.protocol === 'https:' || elsewhere.host === new URL(url).host ? send(elsewhere, null, asked) : found
    },
    addressOf({ name, path }) {
      const { url, authorization } = registryOf(registry, name)
      return { registry: url, path, account: authorization === null ? '' : createHash('sha256').update(authorization).digest('hex') }
    },
    async isHashOf({ name, path }, sha512, signal) {
      const version = path.slice(path.lastIndexOf('/') + 1 + name.slice(name.lastIndexOf('/') + 1).length + 1, -'.tgz'.length)
      const { url, authorization } = registryOf(registry, name)
      const at = new URL(`./${name.replace('/', '%2f')}/${encodeURIComponent(version)}`, url)
      const description = await textOf(await send(at, authorization, { method: 'GET', signal }))
      return description !== null && integrityIn(description) === `sha512-${sha512}`
    },
    urlOf: (name) => registryOf(registry, name).url,
    close() {
      secure.destroy()
      plain.destroy()
    },
  }
}

/** The body of an answer with status 200, up to a limit. */
async function textOf(answer: IncomingMessage): Promise<string | null> {
  if (answer.statusCode !== 200) {
    answer.resume()
    return null
  }
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > DESCRIPTION_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}
