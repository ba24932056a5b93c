import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { createGzip } from 'node:zlib'
import { pack, type Header } from 'tar-stream'
import type { Registry } from '#src/adapters/sandbox/bubblewrap/packages/machine-registry.ts'

/** The content of a package version: entries of its archive beside package.json. */
type Version = { entries?: (Partial<Header> & { name: string } & { text?: string })[]; manifest?: object; tarball?: string }

export type RegistryDouble = {
  registry: Registry
  /** The requests, as `<method> <path>`, with their credentials. */
  asked: { line: string; authorization: string | undefined; headers: string[] }[]
  /** Answers instead of the double if it is set. */
  answer: ((incoming: IncomingMessage, outgoing: ServerResponse) => void) | null
  add(name: string, version: string, made?: Version): Promise<void>
  close(): Promise<void>
}

export const TOKEN = 'npm_a-token-of-this-machine'

/** A package registry on this machine, with a folder in its address, that requires credentials. */
export async function openRegistryDouble(): Promise<RegistryDouble> {
  const files = new Map<string, Buffer>()
  const versions = new Map<string, Record<string, object>>()
  const server: Server = createServer((incoming, outgoing) => {
    const { url = '', method = '', headers } = incoming
    double.asked.push({ line: `${method} ${url}`, authorization: headers.authorization, headers: Object.keys(headers) })
    if (double.answer !== null) return double.answer(incoming, outgoing)
    const path = decodeURIComponent(url).replace(/^\/npm\//, '')
    const known = versions.get(path)
    if (headers.authorization !== `Bearer ${TOKEN}`) return void outgoing.writeHead(401).end()
    if (known !== undefined) {
      const latest = Object.keys(known).at(-1)
      return void outgoing
        .writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'a=b' })
        .end(JSON.stringify({ name: path, 'dist-tags': { latest }, versions: known, time: {} }))
    }
    const file = files.get(path)
    return void outgoing.writeHead(file === undefined ? 404 : 200).end(file ?? `not found for ${headers.authorization}`)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/npm/`
  const double: RegistryDouble = {
    registry: { url, authorization: `Bearer ${TOKEN}`, ca: null, proxies: {} },
    asked: [],
    answer: null,
    async add(name, version, { entries = [], manifest = {}, tarball } = {}) {
      const archive = pack()
      const described = { name, version, ...manifest }
      archive.entry({ name: 'package/package.json' }, JSON.stringify(described))
      for (const { text = '', ...header } of entries) archive.entry(header, header.type === undefined || header.type === 'file' ? text : '')
      archive.finalize()
      const bytes = await buffer(archive.pipe(createGzip()))
      const path = `${name}/-/${name.split('/').at(-1)}-${version}.tgz`
      files.set(path, bytes)
      const dist = { tarball: tarball ?? url + path, integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}` }
      versions.set(name, { ...versions.get(name), [version]: { ...described, dist } })
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return double
}
