import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { closedNetwork } from '../../support/tooling/bare-machine.ts'
import { freshCheckout, type FreshCheckout } from '../../support/tooling/fresh-checkout.ts'

const INSTALLS = 'ollio: installing the packages'
const FAILED = 'The packages could not be installed. Fix the problem that npm reports (often the connection to its registry) and try again.'

let checkout: FreshCheckout
beforeEach(async () => {
  checkout = await freshCheckout()
})
afterEach(() => checkout.close())

const at = (path: string): string => join(checkout.folder, path)
const start = (options?: Parameters<FreshCheckout['start']>[0]) => checkout.start(options).ended

test('complete packages are not installed again', async () => {
  await start()
  expect(await start()).toEqual({ code: 0, lines: ['the task runs'] })
})

describe('packages are installed', () => {
  test('packages are installed as in the lock file, with everything that tests and demo need', async () => {
    expect((await start({ env: { NODE_ENV: 'production' } })).lines).toContain(INSTALLS)
    expect(await readFile(at('npm.log'), 'utf8')).toBe(
      'ci --no-audit --no-fund --include=dev --include=optional --loglevel=error, NODE_ENV=development\n',
    )
  })

  test('packages are installed with a Node that is not one of them', async () => {
    await checkout.program('npm', 'echo "$PATH" > path.log; cp -R registry node_modules')
    await start({ env: { PATH: `${at('node_modules/.bin')}:${at('programs')}:/usr/bin:/bin` } })
    expect(await readFile(at('path.log'), 'utf8')).toBe(`${at('programs')}:/usr/bin:/bin\n`)
  })

  const [kept, wanted] = ['node_modules/.package-lock.json', 'package-lock.json']
  test.each<[string, () => Promise<unknown>]>([
    ['the folder is missing', () => rm(at('node_modules'), { recursive: true })],
    ['npm never finished', () => rm(at(kept))],
    ['npm’s own lock file is truncated', async () => writeFile(at(kept), (await readFile(at(kept), 'utf8')).slice(0, 40))],
    ['npm’s own lock file is empty', () => writeFile(at(kept), '')],
    ['npm’s own lock file lists no packages', () => writeFile(at(kept), '{}')],
    ['a package has another version', async () => writeFile(at(kept), (await readFile(at(kept), 'utf8')).replace('7.0.0', '6.9.0'))],
    ['the lock file has one more', async () => writeFile(at(wanted), (await readFile(at(wanted), 'utf8')).replace(',"optional":true', ''))],
    ['the folder of a package is missing', () => rm(at('node_modules/prisma'), { recursive: true })],
    ['there is no Node among them', () => rm(at('node_modules/.bin/node'))],
  ])('packages are installed again if %s', async (_what, damage) => {
    await start()
    await damage()
    const { code, lines } = await start()
    expect(code).toBe(0)
    expect(lines).toEqual([INSTALLS, 'the task runs'])
  })
})

describe('a failed installation of packages', () => {
  test('a failed installation of packages without a network shows npm’s own error and does not block the next start', async () => {
    const npm = await readFile(at('programs/npm'), 'utf8')
    await rm(at('programs/npm'))
    const manifest = { name: 'checkout', version: '1.0.0', dependencies: { prisma: '7.0.0' } }
    const packages = { '': manifest, 'node_modules/prisma': { version: '7.0.0' } }
    await checkout.file('package.json', JSON.stringify(manifest))
    const lockFile = await readFile(at('package-lock.json'), 'utf8')
    await checkout.file('package-lock.json', JSON.stringify({ ...manifest, lockfileVersion: 3, requires: true, packages }))

    const env = { HOME: at('home'), npm_config_cache: at('cache'), npm_config_fetch_retries: '0' }
    const { code, lines } = await start({ env, prefix: closedNetwork() })
    expect(code).toBe(1)
    expect(lines.slice(0, 3)).toEqual([INSTALLS, FAILED, 'npm exited with code 1. Its output:'])
    expect(lines.slice(3).filter((line) => !line.startsWith('npm error '))).toEqual([])
    expect(lines.join('\n')).toMatch(/request to \S+\/prisma failed, reason: getaddrinfo/)

    await checkout.file('package-lock.json', lockFile)
    await checkout.program('npm', npm)
    expect((await start()).code).toBe(0)
  })

  test('a failed installation of packages is repeated by the next start', async () => {
    const npm = await readFile(at('programs/npm'), 'utf8')
    await checkout.program('npm', 'mkdir -p node_modules/.bin node_modules/prisma; echo "npm error no space left" >&2; exit 228')
    expect(await start()).toEqual({
      code: 1,
      lines: [INSTALLS, FAILED, 'npm exited with code 228. Its output:', 'npm error no space left'],
    })
    await checkout.program('npm', npm)
    expect((await start()).lines).toContain('the task runs')
  })

  test('a failed installation of packages without install scripts says what to allow', async () => {
    await checkout.program('npm', 'cp -R registry node_modules; rm node_modules/.bin/node')
    expect(await start()).toEqual({
      code: 1,
      lines: [
        INSTALLS,
        'npm skipped the install scripts, so Node 24 is missing. Allow them with "npm config set ignore-scripts false" and try again.',
      ],
    })
  })
})
