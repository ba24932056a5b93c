import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDatabase } from '../../support/database-world.ts'
import type { DatabaseWorld } from '../../support/database-world.ts'

let world: DatabaseWorld
beforeAll(async () => {
  world = await startDatabase()
  await world.open({ monthlyAllowance: 100 })
})
afterAll(() => world.close())

function ollio(args: string, databaseUrl = world.url) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/cli.ts', ...args.split(' ')], {
    env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl },
    encoding: 'utf8',
    timeout: 60_000,
  })
  return { status, stdout, stderr }
}

test('a grant is shown, stands in the ledger with its actor and reason, and the books are right', () => {
  expect(ollio('credits grant acme/shop 50 --reason invoice --actor theo --key 7')).toMatchObject({ status: 0, stderr: '' })
  const { stdout, status } = ollio('credits grant acme/shop 50 --reason invoice --actor theo --key 7')
  expect(status).toBe(0)
  expect(stdout).toMatch(/^acme\/shop: 140 credits, 50 of them top-ups; 100 a month, the next ones on \d{4}-\d\d-01\n/)
  expect(ollio('credits history acme/shop').stdout).toMatch(
    /grant +\+50 +140 +theo \(invoice\)\n.*generate +-10 +90 +mara\n.*allowance +\+100/,
  )
  expect(JSON.parse(ollio('credits show acme/shop --json').stdout)).toMatchObject({ owner: 'acme', name: 'shop', balance: 140, topUp: 50 })
  expect(ollio('credits audit')).toEqual({ status: 0, stderr: '', stdout: '1 of 1 balances are the sum of their entries\n' })
})

test('an allowance is set for a repository, and for all of an account', () => {
  expect(ollio('credits set acme/shop 300').stdout).toMatch(/300 a month[^]*comes with the next refill/)
  expect(ollio('credits set acme 400').stdout).toBe(
    'acme: 400 credits a month for each repository, 1 of them known, from the next refill on.\n',
  )
  expect(JSON.parse(ollio('credits show acme/shop --json').stdout)).toMatchObject({ monthlyAllowance: 400, balance: 140 })
})

test('books that are wrong are named, and the exit code says so', async () => {
  await world.rows('UPDATE "Repository" SET balance = balance + 1')
  const { status, stdout } = ollio('credits audit acme/shop')
  expect(status).toBe(2)
  expect(stdout).toBe(
    'acme/shop: the balance is 141, its entries make 140, the last one says 140\n0 of 1 balances are the sum of their entries\n',
  )
  await world.rows('UPDATE "Repository" SET balance = balance - 1')
})

test.each([
  ['a repository that nobody knows', 'credits show acme/none', 'acme/none has not used Ollio yet.\n'],
  ['an account that nobody knows', 'credits set nobody 5', 'nobody has not installed Ollio, or not used it yet.\n'],
  ['a word that is none', 'credits shew acme/shop', expect.stringMatching(/^ollio credits show/)],
])('%s is one sentence without a stack, and exit code 1', (_case, args, stderr) => {
  expect(ollio(args)).toEqual({ status: 1, stdout: '', stderr })
})

test('a database that can’t be reached, or is not named, is one sentence as well', () => {
  const away = ollio('credits audit', 'postgresql://ollio:hunter2@127.0.0.1:1/ollio')
  expect(away).toEqual({ status: 1, stdout: '', stderr: 'The database can’t be reached: look at DATABASE_URL.\n' })
  const none = ollio('credits audit', '')
  expect(none.status).toBe(1)
  expect(none.stderr).toMatch(/DATABASE_URL is missing/)
})
