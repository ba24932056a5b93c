import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { closedNetwork } from '../../support/tooling/bare-machine.ts'
import { freshCheckout, type FreshCheckout } from '../../support/tooling/fresh-checkout.ts'

const GENERATES = 'ollio: generating the database client'
const CLIENT = 'src/adapters/prisma/generated/client.ts'
const STAMP = '.ollio/prisma-client.sha256'

let checkout: FreshCheckout
beforeEach(async () => {
  checkout = await freshCheckout()
  await checkout.start().ended
})
afterEach(() => checkout.close())

const at = (path: string): string => join(checkout.folder, path)
const start = (options?: Parameters<FreshCheckout['start']>[0]) => checkout.start(options).ended

test('the database client is not generated if nothing has changed', async () => {
  expect(await start()).toEqual({ code: 0, lines: ['the task runs'] })
  expect(await readFile(at('generated.log'), 'utf8')).toBe('generate\n')
})

test.each<[string, () => Promise<unknown>]>([
  ['the schema has changed', () => writeFile(at('prisma/schema.prisma'), 'another schema')],
  ['Prisma has changed', () => writeFile(at('node_modules/prisma/package.json'), '{"version":"7.0.0","another":true}')],
  ['it is missing', () => rm(at(CLIENT))],
  ['its stamp is missing', () => rm(at(STAMP))],
  ['its stamp is empty', () => writeFile(at(STAMP), '')],
])('the database client is generated again if %s', async (_what, damage) => {
  await damage()
  expect(await start()).toEqual({ code: 0, lines: [GENERATES, 'the task runs'] })
  expect(await start()).toEqual({ code: 0, lines: ['the task runs'] })
})

test('an incomplete database client does not count, even if the schema is the old one again', async () => {
  const prisma = await readFile(at('node_modules/prisma/build/index.js'), 'utf8')
  await checkout.file('node_modules/prisma/build/index.js', `console.error('Error: line 3 of the schema'); process.exit(1)`)
  await writeFile(at('prisma/schema.prisma'), 'an invalid schema')
  expect(await start()).toEqual({
    code: 1,
    lines: [
      GENERATES,
      'The database client could not be generated. Fix the problem that Prisma reports and try again.',
      expect.stringMatching(/exited with code 1\. Its output:$/),
      'Error: line 3 of the schema',
    ],
  })
  await checkout.file('node_modules/prisma/build/index.js', prisma)
  await writeFile(at('prisma/schema.prisma'), 'a schema')
  expect((await start()).lines).toEqual([GENERATES, 'the task runs'])
})

test('generating the database client needs neither npm nor a network', async () => {
  for (const path of ['node_modules', 'src', 'prisma']) await rm(at(path), { recursive: true })
  await mkdir(at('node_modules'))
  for (const name of await readdir('node_modules')) await symlink(resolve('node_modules', name), at(`node_modules/${name}`))
  for (const path of ['package.json', 'package-lock.json', 'prisma', 'prisma.config.ts']) await cp(path, at(path), { recursive: true })
  await checkout.program('npm', 'exit 1')
  expect(await start({ env: { HOME: at('home') }, prefix: closedNetwork() })).toEqual({ code: 0, lines: [GENERATES, 'the task runs'] })
  expect(await readFile(at(CLIENT), 'utf8')).toContain('PrismaClient')
  expect(await start()).toEqual({ code: 0, lines: ['the task runs'] })
})
