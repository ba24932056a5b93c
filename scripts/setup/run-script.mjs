import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { exitCodeOf, onSignals } from './signals.mjs'

/** What is set up by a file of its own; demo and tests know their settings. */
const INSTALLATION = ['src/server.ts', 'src/worker.ts']
/** V8's young generation and the C library's heaps otherwise grow with the machine's processors and memory: see docs/speed.md. */
const LITTLE_MEMORY = { flags: ['--max-semi-space-size=4'], env: { MALLOC_ARENA_MAX: '2' } }

/** The script gets this terminal, and an installation its `.env` and a bound of its memory; answers the exit code. */
export function runScript(root, script, args) {
  const binFolder = join(root, 'node_modules', '.bin')
  const isInstallation = INSTALLATION.includes(script)
  const settings = existsSync(join(root, '.env')) ? ['--env-file=.env'] : []
  const flags = isInstallation ? [...LITTLE_MEMORY.flags, ...settings] : []
  const env = { ...(isInstallation ? LITTLE_MEMORY.env : {}), ...process.env, PATH: `${binFolder}${delimiter}${process.env.PATH ?? ''}` }
  // Before it is started: a signal may come while this process still waits for that.
  onSignals((signal) => {
    // A Ctrl-C reaches the child by itself: the terminal sends it to everybody.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  })
  const child = spawn(join(binFolder, 'node'), [...flags, join(root, script), ...args], { cwd: root, env, stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? exitCodeOf(signal)))
  })
}
