import { spawnSync } from 'node:child_process'
import { beforeAll, expect, test } from 'vitest'
import { useDatabase } from '../../support/database-world.ts'

const world = useDatabase()
beforeAll(async () => {
  await world.open({ monthlyAllowance: 100 })
})

function ollio(args: string, databaseUrl = world.url) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['src/cli.ts', ...args.split(' ')], {
    env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl },
    encoding: 'utf8',
    timeout: 60_000,
  })
  return { status, stdout, stderr }
}

test('a grant is shown and recorded in the ledger with its actor and reason, and the audit passes', () => {
  expect(ollio('credits grant acme/shop 50 --reason invoice --actor theo --key 7')).toMatchObject({ status: 0, stderr: '' })
  const { stdout, status } = ollio('credits grant acme/shop 50 --reason invoice --actor theo --key 7')
  expect(status).toBe(0)
  expect(stdout).toMatch(/^acme\/shop: 140 credits, including 50 top-up credits. Monthly allowance: 100, next refill on \d{4}-\d\d-01\n/)
  expect(ollio('credits history acme/shop').stdout).toMatch(
    /grant +\+50 +140 +theo \(invoice\)\n.*generate +-10 +90 +mara\n.*allowance +\+100/,
  )
  expect(JSON.parse(ollio('credits show acme/shop --json').stdout)).toMatchObject({ owner: 'acme', name: 'shop', balance: 140, topUp: 50 })
  expect(ollio('credits audit')).toEqual({ status: 0, stderr: '', stdout: '1 of 1 balances match their ledger entries\n' })
})

test('an allowance can be set for a repository and for all repositories of an account', () => {
  expect(ollio('credits set acme/shop 300').stdout).toMatch(/Monthly allowance: 300,[^]*applies from the next refill/)
  expect(ollio('credits set acme 400').stdout).toBe(
    'acme: each repository gets 400 credits per month, starting with the next refill. Known repositories: 1.\n',
  )
  expect(JSON.parse(ollio('credits show acme/shop --json').stdout)).toMatchObject({ monthlyAllowance: 400, balance: 140 })
})

test('the audit names balances that are wrong and sets the exit code', async () => {
  await world.rows('UPDATE "Repository" SET balance = balance + 1')
  const { status, stdout } = ollio('credits audit acme/shop')
  expect(status).toBe(2)
  expect(stdout).toBe(
    'acme/shop: the balance is 141, the sum of the entries is 140, the last entry says 140\n0 of 1 balances match their ledger entries\n',
  )
  await world.rows('UPDATE "Repository" SET balance = balance - 1')
})

test.each([
  ['an unknown repository', 'credits show acme/none', 'acme/none has not used Ollio yet.\n'],
  ['an unknown account', 'credits set nobody 5', 'nobody has not installed or used Ollio yet.\n'],
  ['an unknown command', 'credits shew acme/shop', expect.stringMatching(/^Usage:\n  ollio credits show/)],
])('%s prints one message without a stack, with exit code 1', (_case, args, stderr) => {
  expect(ollio(args)).toEqual({ status: 1, stdout: '', stderr })
})

test('an unreachable or missing database prints one message as well', () => {
  const away = ollio('credits audit', 'postgresql://ollio:hunter2@127.0.0.1:1/ollio')
  expect(away).toEqual({ status: 1, stdout: '', stderr: 'Cannot connect to the database. Check DATABASE_URL and try again.\n' })
  const none = ollio('credits audit', '')
  expect(none.status).toBe(1)
  expect(none.stderr).toMatch(/DATABASE_URL is missing/)
})
