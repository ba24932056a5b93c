import { access, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BROWSERS } from '#src/adapters/sandbox/bubblewrap/browser/isolated-chromium.ts'
import { bareMachine, NODE_THERE } from '../../support/tooling/bare-machine.ts'
import { freshCheckout, type FreshCheckout, type SetUp } from '../../support/tooling/fresh-checkout.ts'

const BOTH = 'Ollio needs bubblewrap and Chromium. Install bubblewrap chromium fonts-liberation with your package manager and try again.'
const CHROMIUM = 'Ollio needs Chromium. Install chromium fonts-liberation with your package manager and try again.'

/** Output of apt 2.6 if names cannot be resolved. Its update still succeeds. */
const WARNING = "W: Failed to fetch http://deb.debian.org/debian/dists/bookworm/InRelease  Temporary failure resolving 'deb.debian.org'"
const ERROR = 'E: Unable to locate package bubblewrap'

let checkout: FreshCheckout
beforeEach(async () => {
  checkout = await freshCheckout()
  // Everything is ready except the programs.
  await checkout.start().ended
  await checkout.program('git', '')
})
afterEach(() => checkout.close())

/** Replaces apt-get: logs its arguments and runs the given code for each command. */
async function aptGet({ update = '', install = '' }: { update?: string; install?: string }): Promise<void> {
  await checkout.program(
    'apt-get',
    `const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs')
     const { dirname } = require('node:path')
     const bring = (path) => { mkdirSync(dirname(path), { recursive: true }); writeFileSync(path, '', { mode: 0o755 }) }
     appendFileSync(${JSON.stringify(join(checkout.folder, 'apt-get.log'))}, process.env.DEBIAN_FRONTEND + ' ' + process.argv.slice(2).join(' ') + '\\n')
     if (process.argv[2] === 'update') { ${update} } else { ${install} }`,
    NODE_THERE,
  )
}

const askedOfApt = (): Promise<string> => readFile(join(checkout.folder, 'apt-get.log'), 'utf8')

function start(uid: number, present: string[] = []): SetUp['ended'] {
  const machine = bareMachine({ uid, folder: checkout.folder })
  const places = present.flatMap((path) => ['--dir', dirname(path), '--ro-bind', process.execPath, path])
  return checkout.start({ prefix: [...machine.slice(0, -1), ...places, '--'] }).ended
}

describe('missing programs, without apt-get', () => {
  test('missing programs, without apt-get without root, the message asks for both programs, and apt-get is not used', async () => {
    await aptGet({})
    expect(await start(1_000)).toEqual({ code: 1, lines: [BOTH] })
    await expect(askedOfApt()).rejects.toThrow('ENOENT')
  })

  test('missing programs, without apt-get without apt-get, the message asks for both programs', async () => {
    expect(await start(0)).toEqual({ code: 1, lines: [BOTH] })
  })

  test('the message asks only for the missing program', async () => {
    expect(await start(1_000, ['/usr/bin/bwrap'])).toEqual({ code: 1, lines: [CHROMIUM] })
  })

  test.each(BROWSERS)('%s counts as Chromium', async (path) => {
    expect(await start(1_000, ['/usr/bin/bwrap', path])).toEqual({ code: 0, lines: ['the task runs'] })
  })

  test('a program that the sandboxes would not find counts as missing', async () => {
    for (const name of ['bwrap', 'chromium']) await checkout.program(name, '')
    expect(await start(1_000)).toEqual({ code: 1, lines: [BOTH] })
  })
})

describe('missing programs, with apt-get and root', () => {
  test('missing programs, with apt-get and root are installed, and the setup continues', async () => {
    await aptGet({ install: `bring('/usr/bin/bwrap'); bring('/usr/lib/chromium/chromium')` })
    expect(await start(0)).toEqual({
      code: 0,
      lines: ['ollio: updating the package lists', 'ollio: installing bubblewrap and Chromium', 'the task runs'],
    })
    expect((await askedOfApt()).trim().split('\n')).toEqual([
      'noninteractive update',
      'noninteractive install --yes --no-install-recommends bubblewrap chromium fonts-liberation',
    ])
  })

  test('missing programs, with apt-get and root without a network, the message is followed by apt’s warnings and errors', async () => {
    await aptGet({ update: `console.log(${JSON.stringify(WARNING)})`, install: `console.error('${ERROR}'); process.exitCode = 100` })
    const { code, lines } = await start(0)
    expect(code).toBe(1)
    expect(lines.slice(2)).toEqual([BOTH, WARNING, expect.stringMatching(/apt-get exited with code 100\. Its output:$/), ERROR])
  })

  test('missing programs, with apt-get and root if the package lists cannot be updated, the message is followed by the reason', async () => {
    await aptGet({ update: `console.error('E: Could not open lock file'); process.exitCode = 100` })
    const { code, lines } = await start(0)
    expect(code).toBe(1)
    expect(lines.slice(1)).toEqual([BOTH, expect.stringMatching(/exited with code 100/), 'E: Could not open lock file'])
  })

  test('an interrupted apt-get may finish its cleanup', async () => {
    const ending = `process.once('SIGTERM', () => { bring(${JSON.stringify(join(checkout.folder, 'ended-by-itself'))}); process.exit(100) })`
    await aptGet({ install: `${ending}; process.kill(process.ppid, 'SIGTERM'); setInterval(() => {}, 60_000)` })
    const { code, lines } = await start(0)
    expect([code, lines.at(-1)]).toEqual([
      143,
      'Interrupted while installing bubblewrap and Chromium. Run the command again to start over.',
    ])
    await access(join(checkout.folder, 'ended-by-itself'))
  })

  test('missing programs, with apt-get and root if apt-get succeeds but installs only one, the message asks for the other', async () => {
    await aptGet({ install: `bring('/usr/bin/bwrap')` })
    const { code, lines } = await start(0)
    expect([code, lines.at(-1)]).toEqual([1, CHROMIUM])
  })
})
