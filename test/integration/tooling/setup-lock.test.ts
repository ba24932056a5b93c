import { mkdir, readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { freshCheckout, type FreshCheckout, type SetUp } from '../../support/tooling/fresh-checkout.ts'

const INSTALLS = 'ollio: installing the packages'
const WAITS = 'ollio: waiting for another setup of this checkout'

let checkout: FreshCheckout
beforeEach(async () => {
  checkout = await freshCheckout()
  // Installs half of the packages, and the rest once `go` exists. Like the real npm, it ignores requests to end for minutes.
  const rest = await readFile(at('programs/npm'), 'utf8')
  await checkout.program(
    'npm',
    `trap '' INT TERM HUP; echo $$ > npm.pid; mkdir -p node_modules/.bin; until [ -e go ]; do sleep 0.05; done; ${rest.split('\n')[1] ?? ''}`,
  )
  await mkdir(at('.ollio'))
})
afterEach(() => checkout.close())

const at = (path: string): string => join(checkout.folder, path)
const go = (): Promise<void> => writeFile(at('go'), '')
const lock = (): string => at('.ollio/setup.lock')

async function startedInstall(): Promise<SetUp> {
  const setUp = checkout.start()
  await setUp.says(INSTALLS)
  await vi.waitUntil(() => readFile(at('npm.pid'), 'utf8').catch(() => ''), { timeout: 30_000 })
  return setUp
}

/** Only the stamp of the client remains, and no trace of the lock. */
const NOTHING_LEFT = ['prisma-client.sha256']
const left = (): Promise<string[]> => readdir(at('.ollio'))

async function isGone(pid: number): Promise<boolean> {
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')) === ''
}

describe('concurrent setups of one checkout', () => {
  test('concurrent setups of one checkout do the work once, one after the other', async () => {
    const first = await startedInstall()
    const others = [checkout.start(), checkout.start()]
    await Promise.all(others.map((other) => other.says(WAITS)))
    await go()
    expect((await first.ended).code).toBe(0)
    for (const other of others) {
      const { code, lines } = await other.ended
      expect([code, lines.includes(INSTALLS), lines.at(-1)]).toEqual([0, false, 'the task runs'])
    }
    expect((await readFile(at('npm.log'), 'utf8')).trim().split('\n')).toHaveLength(1)
    expect((await readFile(at('generated.log'), 'utf8')).trim().split('\n')).toHaveLength(1)
    expect(await left()).toEqual(NOTHING_LEFT)
  })

  test('concurrent setups of one checkout leave nothing behind if one is stopped while it waits', async () => {
    const first = await startedInstall()
    const other = checkout.start()
    await other.says(WAITS)
    other.kill('SIGTERM')
    await other.ended
    await go()
    await first.ended
    expect(await left()).toEqual(NOTHING_LEFT)
  })

  test('concurrent setups of one checkout do not wait for one that hangs for more than half an hour, and it cannot remove the new lock', async () => {
    const first = await startedInstall()
    const longAgo = new Date(Date.now() - 31 * 60_000)
    await utimes(lock(), longAgo, longAgo)
    const second = checkout.start()
    await second.says(INSTALLS)
    first.kill('SIGTERM')
    await first.ended
    expect(await readFile(lock(), 'utf8')).toBe(String(second.pid))
    await go()
    const { code, lines } = await second.ended
    expect([code, lines.includes(WAITS)]).toEqual([0, false])
    expect(await left()).toEqual(NOTHING_LEFT)
  })
})

describe('an interrupted setup', () => {
  test('an interrupted setup ends its npm on SIGKILL, and the next start takes over', async () => {
    const killed = await startedInstall()
    const npm = Number(await readFile(at('npm.pid'), 'utf8'))
    killed.kill('SIGKILL')
    await killed.ended
    await vi.waitUntil(() => isGone(npm), { timeout: 30_000 })
    expect(await readFile(lock(), 'utf8')).toBe(String(killed.pid))
    await go()
    const { code, lines } = await checkout.start().ended
    expect(code).toBe(0)
    expect(lines).toEqual([INSTALLS, 'ollio: generating the database client', 'the task runs'])
    expect(await left()).toEqual(NOTHING_LEFT)
  })

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const)('an interrupted setup reports %s and unlocks, and the next start begins again', async (signal, exitCode) => {
    const stopped = await startedInstall()
    stopped.kill(signal)
    expect(await stopped.ended).toEqual({
      code: exitCode,
      lines: [INSTALLS, 'Interrupted while installing the packages. Run the command again to start over.'],
    })
    expect(await left()).toEqual([])
    await go()
    expect((await checkout.start().ended).lines).toEqual([INSTALLS, 'ollio: generating the database client', 'the task runs'])
  })
})

describe('an orphaned lock is taken over at once', () => {
  test.each([
    ['if its process id is in use again', () => String(process.pid)],
    ['if it is empty', () => ''],
    ['if it is not readable as a process id', () => 'half a'],
    ['if its process is gone', () => '4194999'],
  ])('%s', async (_how, content) => {
    await go()
    await writeFile(lock(), content())
    const { code, lines } = await checkout.start().ended
    expect([code, lines.includes(WAITS)]).toEqual([0, false])
    expect(await left()).toEqual(NOTHING_LEFT)
  })

  test('an orphaned lock is taken over at once if its process id is ours now', async () => {
    await go()
    const { code, lines } = await checkout.start({ prefix: ['/bin/sh', '-c', 'echo $$ > .ollio/setup.lock; exec "$@"', 'sh'] }).ended
    expect([code, lines.includes(WAITS)]).toEqual([0, false])
    expect(await left()).toEqual(NOTHING_LEFT)
  })
})
