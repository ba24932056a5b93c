import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { authorizationFor, settingsIn } from '#src/adapters/sandbox/bubblewrap/packages/machine-registry.ts'
import { realPackages, requestOf } from '#test/support/real-packages.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')

test.each([
  ['//packages.example/:_authToken=abc', 'https://packages.example/', 'Bearer abc'],
  ['//packages.example/npm/:_authToken = "abc"', 'https://packages.example/npm/', 'Bearer abc'],
  ['//packages.example/:_authToken=${TOKEN}', 'https://packages.example/deep/npm/', 'Bearer from-the-environment'],
  ['//packages.example/:_authToken=${NONE}', 'https://packages.example/', 'Bearer ${NONE}'],
  [`//packages.example:8080/:_auth=${base64('mara:secret')}`, 'http://packages.example:8080/', `Basic ${base64('mara:secret')}`],
  [
    `//packages.example/:username=mara\n//packages.example/:_password=${base64('secret')}`,
    'https://packages.example/',
    `Basic ${base64('mara:secret')}`,
  ],
  ['//packages.example/:_authToken=outer\n//packages.example/npm/:_authToken=inner', 'https://packages.example/npm/', 'Bearer inner'],
  ['# //packages.example/:_authToken=abc\n; x=y\nregistry=https://packages.example/', 'https://packages.example/', null],
  ['//other.example/:_authToken=abc', 'https://packages.example/', null],
  ['//packages.example/npm/:_authToken=abc', 'https://packages.example/', null],
])('%s: the credentials for %s', (file, registry, expected) => {
  expect(authorizationFor(registry, new Map(settingsIn(file, { TOKEN: 'from-the-environment' })))).toBe(expected)
})

test('packages come from the registry that this machine’s npm is configured for', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ollio-registry-'))
  const packages = await realPackages({ sandboxesFolder: join(folder, 'sandboxes'), modulesFolder: join(folder, 'modules') })
  const files = { 'package.json': JSON.stringify({ name: 'x', private: true, dependencies: { clsx: '^2.0.0' } }) }
  const signal = new AbortController().signal
  expect(await packages.install(requestOf(files), signal)).toMatchObject({ ok: true, packages: { links: {} } })
  await rm(folder, { recursive: true })
})

test('a request that waits for other installations can be cancelled', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ollio-registry-'))
  const silent = createServer().listen(0, '127.0.0.1')
  const asked = new Set<string>()
  silent.on('request', ({ url }) => asked.add(url ?? ''))
  await once(silent, 'listening')
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`
  const packages = await realPackages({
    sandboxesFolder: join(folder, 'sandboxes'),
    modulesFolder: join(folder, 'modules'),
    registry: async () => ({ url, authorization: null, ca: null, proxies: {} }),
  })
  const ask = (name: string) => {
    const cancel = new AbortController()
    return { cancel, installed: packages.install(requestOf({ 'package.json': `{"dependencies":{"${name}":"1"}}` }), cancel.signal) }
  }
  const working = ['first', 'second'].map(ask)
  // Both slots are in use from here on.
  await expect.poll(() => asked, { timeout: 60_000 }).toEqual(new Set(['/first', '/second']))
  const third = ask('third')
  setTimeout(() => third.cancel.abort(), 100)
  await expect(third.installed).rejects.toMatchObject({ kind: 'cancelled' })
  const ended = working.map(({ installed }) => expect(installed).rejects.toMatchObject({ kind: 'cancelled' }))
  for (const { cancel } of working) cancel.abort()
  await Promise.all(ended)
  expect([...asked]).not.toContain('/third')
  silent.closeAllConnections()
  silent.close()
  await rm(folder, { recursive: true })
})
