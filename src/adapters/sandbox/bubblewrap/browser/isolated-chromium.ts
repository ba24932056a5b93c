import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { chromium, type Browser } from 'playwright-core'
import { Failure } from '#src/domain/shared/failures.ts'
import { shellQuote } from '#src/domain/shared/shell-quote.ts'
import { browserPid, killBrowser, makeBrowserFolder, pidFileIn, removeBrowserFolder } from './browser-folder.ts'
import { outOfMemoryKills, type ControlGroups } from '../control-groups.ts'
import { enterControlGroups } from '../enter-control-groups.ts'
import { isolate } from '../isolation.ts'
import { processorClock, type ProcessorClock } from '../processor-time.ts'
import { filterFileIn, writeFilter } from '../system-calls.ts'

const LIMITS = { memoryMb: 2_048, processes: 512 }
/** A start takes a second of processor time, and on a machine with a load of twenty a minute. */
const LAUNCH_MS = 180_000
/** How long a browser may take to close by itself. */
const CLOSE_MS = 2_000
const ABORT_PAUSE_MS = 20

/** Chromium's binaries, not the start scripts of distributions, which read settings that don't exist in a sandbox. */
export const BROWSERS: readonly string[] = [
  '/usr/lib/chromium/chromium',
  '/usr/lib/chromium-browser/chromium-browser',
  '/usr/lib64/chromium-browser/chromium-browser',
  '/opt/google/chrome/chrome',
]

const FLAGS = [
  // bubblewrap already isolates the browser, and forbids it namespaces of its own.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
  '--force-color-profile=srgb',
  // Otherwise `navigator.webdriver` would tell the page that a program views it.
  '--disable-blink-features=AutomationControlled',
]

/** The last occurrence of this flag counts. Playwright's own points to a folder of this machine. */
const PROFILE = '--user-data-dir=/tmp/profile'

export type IsolatedBrowser = {
  browser: Browser
  /** Processor time of all its processes so far; `null` if this machine can't measure it. */
  processorMs: ProcessorClock
  /** True if the kernel has killed one of its processes because the browser's memory ran out. */
  isOutOfMemory: () => boolean
  end: () => Promise<void>
}

type Launch = { groups: ControlGroups | null; programs: readonly string[]; signal: AbortSignal }

/**
 * Starts Chromium in a sandbox of its own, which has no network and no files of this machine except programs and fonts. The connection is a
 * pipe. Fails with 'browser-unavailable' or 'cancelled'.
 */
export async function launchIsolatedChromium({ groups, programs, signal }: Launch): Promise<IsolatedBrowser> {
  const program = programs.find((path) => existsSync(path))
  if (program === undefined) {
    throw new Failure('browser-unavailable', 'Chromium is not installed: install the package chromium with the system’s package manager')
  }
  const name = `browser-${randomUUID()}`
  const group = groups?.foldersOf(name) ?? []
  const folder = await makeBrowserFolder(group)
  const end = async (browser?: Browser): Promise<void> => {
    killBrowser(folder)
    // The browser is dead already. Closing only removes its files on this machine.
    await Promise.race([browser?.close().catch(() => undefined), sleep(CLOSE_MS)])
    await removeBrowserFolder(folder)
  }
  try {
    groups?.create(name, LIMITS)
    await writeFilter(folder)
    const processorMs = processorClock(group, () => browserPid(folder))
    const entry = { groups: group, filter: filterFileIn(folder) }
    const browser = await launch(folder, enterControlGroups(entry, isolate(isolation(program), [program])), signal)
    return { browser, processorMs, isOutOfMemory: () => outOfMemoryKills(group) > 0, end: () => end(browser) }
  } catch (cause) {
    await end()
    if (signal.aborted) throw new Failure('cancelled', 'Cancelled while the browser was starting', { cause })
    throw new Failure('browser-unavailable', 'The browser could not be started', { cause })
  }
}

/** Playwright's launch can't be aborted, but it fails as soon as the process that it started is dead. */
async function launch(folder: string, argv: readonly string[], signal: AbortSignal): Promise<Browser> {
  const executablePath = await writeWrapper(folder, argv)
  signal.throwIfAborted()
  const launching = chromium.launch({
    executablePath,
    env: {},
    args: FLAGS,
    timeout: LAUNCH_MS,
    artifactsDir: folder,
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  })
  const settled = launching.then(
    () => true,
    () => true,
  )
  const abort = async (): Promise<void> => {
    while (!(await Promise.race([settled, sleep(ABORT_PAUSE_MS, false)]))) killBrowser(folder)
  }
  const onAbort = (): void => void abort()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await launching
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

function isolation(program: string): Parameters<typeof isolate>[0] {
  const binds = ['/etc/fonts', ...(program.startsWith('/opt/') ? ['/opt/google'] : [])].filter((path) => existsSync(path))
  return {
    binds: binds.map((path) => ({ from: path, to: path })),
    scratch: [{ at: '/tmp', megabytes: 512 }],
    workingFolder: '/tmp',
    env: { HOME: '/tmp', PATH: '/usr/bin:/bin', LANG: 'C.UTF-8', TZ: 'UTC' },
    limits: ['--core=0', '--nofile=8192', '--fsize=536870912'],
  }
}

/** Writes a script that becomes the sandboxed browser. Its arguments are passed to the browser. */
async function writeWrapper(folder: string, argv: readonly string[]): Promise<string> {
  const path = join(folder, 'chromium')
  const script = `#!/bin/sh\necho $$ > ${shellQuote(pidFileIn(folder))}\nexec ${argv.map(shellQuote).join(' ')} "$@" ${PROFILE}\n`
  await writeFile(path, script, { mode: 0o700 })
  return path
}
