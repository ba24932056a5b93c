import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { GATE_ADDRESS, openRegistryGate, type RegistryGate } from '#src/adapters/sandbox/bubblewrap/packages/registry-gate.ts'
import { openRegistryDouble, TOKEN, type RegistryDouble } from '../../support/sandbox/registry-double.ts'

const KB = 1024
const LIMITS = { metadataBytes: 64 * KB, tarballBytes: 64 * KB, totalBytes: 256 * KB, requestMs: 500, connections: 8 }

let double: RegistryDouble
let folder: string
let socketPath: string
let gate: RegistryGate

beforeAll(async () => {
  double = await openRegistryDouble()
  await double.add('clsx', '2.1.1', { entries: [{ name: 'package/index.js', text: 'module.exports = 1' }] })
  await double.add('@acme/ui', '1.0.0')
  await double.add('astray', '1.0.0', { tarball: 'http://169.254.169.254/npm/astray/-/astray-1.0.0.tgz' })
  await double.add('sideways', '1.0.0', { tarball: `${double.registry.url}../sideways/-/sideways-1.0.0.tgz` })
})
afterAll(() => double.close())

beforeEach(async () => {
  double.asked.length = 0
  double.answer = null
  folder = await mkdtemp(join(tmpdir(), 'ollio-gate-test-'))
  socketPath = join(folder, 'gate')
  gate = await openRegistryGate(socketPath, double.registry, { limits: LIMITS })
  return async () => {
    await gate.close()
    await rm(folder, { recursive: true })
  }
})

async function ask(path: string, { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {}) {
  const outgoing = request({ socketPath, path, method, headers })
  outgoing.end()
  const [answer] = await once(outgoing, 'response')
  return { status: answer.statusCode as number, body: await text(answer).catch(() => 'cut'), headers: answer.headers as object }
}

/** The response to raw bytes that no client would send. */
async function say(words: string): Promise<string> {
  const socket = connect(socketPath)
  socket.end(words)
  return (await text(socket)).split('\r\n')[0] ?? ''
}

test('a description has its tarballs at the gate and is requested with the machine’s credentials, which are never returned', async () => {
  const { status, body, headers } = await ask('/clsx', { headers: { authorization: 'Bearer theirs', cookie: 'c=d', 'x-other': 'e' } })
  expect(status).toBe(200)
  expect(JSON.parse(body).versions['2.1.1'].dist.tarball).toBe(`${GATE_ADDRESS}clsx/-/clsx-2.1.1.tgz`)
  expect(body).not.toContain(double.registry.url)
  expect(double.asked).toMatchObject([{ line: 'GET /npm/clsx', authorization: `Bearer ${TOKEN}` }])
  expect(double.asked[0]?.headers).not.toContain('cookie')
  expect(Object.keys(headers)).not.toContain('set-cookie')
})

test('a long description is rewritten in a separate thread, with the same result', async () => {
  const versions = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, patch) => [
      `1.0.${patch}`,
      { name: 'long', dist: { tarball: `${double.registry.url}long/-/long-1.0.${patch}.tgz` } },
    ]),
  )
  const description = JSON.stringify({ name: 'long', versions })
  double.answer = (_incoming, outgoing) => outgoing.writeHead(200, { 'content-type': 'application/json' }).end(description)
  const roomy = `${socketPath}-roomy`
  const limits = { ...LIMITS, metadataBytes: 4_096 * KB, totalBytes: 4_096 * KB, requestMs: 20_000 }
  const other = await openRegistryGate(roomy, double.registry, { limits })
  const outgoing = request({ socketPath: roomy, path: '/long' }).end()
  const [answer] = await once(outgoing, 'response')
  expect(description.length).toBeGreaterThan(1_000_000)
  expect(await text(answer)).toBe(description.replaceAll(double.registry.url, GATE_ADDRESS))
  await other.close()
})

test('tarballs are passed on unchanged, of scoped packages too', async () => {
  expect(await ask('/clsx/-/clsx-2.1.1.tgz')).toMatchObject({ status: 200 })
  expect(await ask('/@acme%2fui')).toMatchObject({ status: 200 })
  expect(await ask('/@acme/ui/-/ui-1.0.0.tgz', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' })
  expect(double.asked.map(({ line }) => line)).toEqual([
    'GET /npm/clsx/-/clsx-2.1.1.tgz',
    'GET /npm/@acme%2fui',
    'HEAD /npm/@acme/ui/-/ui-1.0.0.tgz',
  ])
})

test('a tarball on another host is refused', async () => {
  const described = JSON.parse((await ask('/astray')).body)
  const { pathname } = new URL(described.versions['1.0.0'].dist.tarball)
  expect(await ask(pathname)).toMatchObject({ status: 403, body: expect.stringContaining('another host') })
})

test('a tarball elsewhere on the registry’s host is asked for at the usual path only', async () => {
  const described = JSON.parse((await ask('/sideways')).body)
  expect(described.versions['1.0.0'].dist.tarball).toBe(`${GATE_ADDRESS}sideways/-/sideways-1.0.0.tgz`)
})

test.each([
  ...['/', '/-/whoami', '/-/npm/v1/user', '/-/v1/search?text=x', '/clsx?write=true', '/clsx/2.1.1', '/clsx/-/clsx-2.1.1.tgz?x', '/../clsx'],
  ...['/%2e%2e/clsx', '/clsx/-/../../x.tgz', '/clsx/-/..%2f..%2fx.tgz', '//host/clsx', '/@acme/ui/x', '/clsx#x', '/.hidden', '/a\\b'],
  ...['http://169.254.169.254/latest', `/${'a'.repeat(600)}`, '/package/clsx/dist-tags', '/clsx/-rev/1'],
])('nothing else can be requested: %s', async (path) => {
  expect(await ask(path)).toEqual({ status: 403, body: '{"error":"Only packages are available here"}', headers: expect.anything() })
  expect(double.asked).toEqual([])
})

test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('the method %s is refused', async (method) => {
  expect(await ask('/clsx', { method })).toMatchObject({ status: 405, body: '{"error":"Only packages are available here"}' })
  expect(double.asked).toEqual([])
})

test('tunnels, other protocols and malformed requests are refused', async () => {
  expect(await say('CONNECT 169.254.169.254:80 HTTP/1.1\r\nhost: x\r\n\r\n')).toMatch(/^HTTP\/1\.1 405/)
  expect(await say('GET /clsx HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n')).toMatch(/^HTTP\/1\.1 403/)
  expect(await say('GET http://127.0.0.1/clsx HTTP/1.1\r\nhost: x\r\n\r\n')).toMatch(/^HTTP\/1\.1 403/)
  expect(await say('GET /clsx HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n')).toMatch(/^HTTP\/1\.1 400/)
  expect(await say(`GET /clsx HTTP/1.1\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431/)
  expect(double.asked).toEqual([])
})

test('the registry’s own error messages are not passed on', async () => {
  const { status, body } = await ask('/none')
  expect({ status, body }).toEqual({ status: 404, body: '{"error":"The registry answered 404"}' })
})

test('a redirect is not followed', async () => {
  double.answer = (_incoming, outgoing) => void outgoing.writeHead(302, { location: 'http://169.254.169.254/' }).end()
  expect(await ask('/clsx')).toMatchObject({ status: 502, body: '{"error":"The registry answered 302"}' })
})

test.each(['/clsx', '/clsx/-/clsx-2.1.1.tgz'])('%s: a response that is too large, or never ends, is cut off', async (path) => {
  double.answer = (_incoming, outgoing) => void outgoing.writeHead(200).end(Buffer.alloc(LIMITS.tarballBytes + 1))
  expect(['cut', '{"error":"The registry’s answer is too large"}']).toContain((await ask(path)).body)
  expect(gate.report()).toMatchObject({ trouble: null, exceeded: 'clsx has a file of more than 64 KB', refused: new Map() })
  double.answer = (_incoming, outgoing) => void outgoing.writeHead(200).write('{')
  expect(['cut', '{"error":"The registry could not be reached"}']).toContain((await ask(path)).body)
  await vi.waitFor(() => expect(gate.report().trouble).toBe('the package registry did not answer within 0.5 seconds'))
})

test('nothing more is available after the total limit', async () => {
  double.answer = (_incoming, outgoing) => void outgoing.writeHead(200).end(Buffer.alloc(LIMITS.tarballBytes))
  const statuses: number[] = []
  for (let count = 0; count < 6; count += 1) statuses.push((await ask('/clsx/-/clsx-2.1.1.tgz').catch(() => ({ status: 0 }))).status)
  expect(statuses.slice(0, 4)).toEqual([200, 200, 200, 200])
  expect(statuses.at(-1)).toBe(403)
  expect(gate.report()).toMatchObject({ trouble: null, exceeded: 'the packages and their descriptions are more than 256 KB' })
})

test('an invalid package description is refused', async () => {
  double.answer = (_incoming, outgoing) => void outgoing.writeHead(200).end('<html>')
  expect(await ask('/clsx')).toMatchObject({ status: 502 })
})

test('an unreachable registry is reported without its address', async () => {
  const nowhere = join(folder, 'nowhere')
  const other = await openRegistryGate(nowhere, { ...double.registry, url: 'http://127.0.0.1:1/' }, { limits: LIMITS })
  const outgoing = request({ socketPath: nowhere, path: '/clsx' })
  outgoing.end()
  const [answer] = await once(outgoing, 'response')
  expect([answer.statusCode, await text(answer)]).toEqual([502, '{"error":"The registry could not be reached"}'])
  expect(other.report().trouble).toBe('the package registry could not be reached')
  expect(await other.statusOf('react')).toBeNull()
  await other.close()
})

test.each([
  ['a refused package', 404, { trouble: null, refused: new Map([['@acme/private', 404]]) }],
  ['missing credentials', 401, { trouble: null, refused: new Map([['@acme/private', 401]]) }],
  ['an overloaded registry', 503, { trouble: 'the package registry answered 503', refused: new Map() }],
  ['too many requests', 429, { trouble: 'the package registry answered 429', refused: new Map() }],
  ['a redirect', 302, { trouble: 'the package registry answered 302', refused: new Map() }],
])('%s is reported as what it is, by description and by tarball', async (_what, status, report) => {
  double.answer = (_incoming, outgoing) => void outgoing.writeHead(status).end()
  await ask('/@acme%2fprivate')
  expect(gate.report()).toMatchObject({ exceeded: null, ...report })
  await ask('/@acme/private/-/private-1.0.0.tgz')
  expect(gate.report()).toMatchObject({ exceeded: null, ...report })
})

test('an answer that breaks off is trouble of the registry; one that the package manager no longer wants is none', async () => {
  const path = '/clsx/-/clsx-2.1.1.tgz'
  const asked = Promise.withResolvers<void>()
  double.answer = (_incoming, outgoing) => {
    outgoing.writeHead(200).write('half')
    asked.resolve()
  }
  const outgoing = request({ socketPath, path }).end()
  outgoing.on('error', () => undefined)
  await asked.promise
  outgoing.destroy()
  await vi.waitFor(() => expect(double.asked).toHaveLength(1))
  expect(gate.report().trouble).toBeNull()

  double.answer = (incoming, half) => half.writeHead(200).write('half', () => incoming.socket.destroy())
  await ask(path)
  await vi.waitFor(() => expect(gate.report().trouble).toBe('the package registry could not be reached'))
})

test('the status of a package says whether the registry gives anything at all', async () => {
  expect([await gate.statusOf('clsx'), await gate.statusOf('@acme/none')]).toEqual([200, 404])
  expect(gate.report()).toMatchObject({ trouble: null, exceeded: null, refused: new Map() })
})
