import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { exitCodeOf, onSignals } from './signals.mjs'

/** Scripts that read their settings from `.env`. The demo and the tests set their own. */
const INSTALLATION = ['src/server.ts', 'src/worker.ts']
/** Otherwise V8's young generation and the C library's heaps grow with the machine's processors and memory: see docs/speed.md. */
const LITTLE_MEMORY = { flags: ['--max-semi-space-size=4'], env: { MALLOC_ARENA_MAX: '2' } }

/** Runs the script in this terminal. Server and worker also get `.env` and the memory limits. Resolves with the exit code. */
export function runScript(root, script, args) {
  const binFolder = join(root, 'node_modules', '.bin')
  const isInstallation = INSTALLATION.includes(script)
  const settings = existsSync(join(root, '.env')) ? ['--env-file=.env'] : []
  const flags = isInstallation ? [...LITTLE_MEMORY.flags, ...settings] : []
  const env = { ...(isInstallation ? LITTLE_MEMORY.env : {}), ...process.env, PATH: `${binFolder}${delimiter}${process.env.PATH ?? ''}` }
  // Registered before the start: a signal may arrive while the child process is starting.
  onSignals((signal) => {
    // The terminal sends Ctrl+C to the child as well.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) child.kill(signal)
  })
  const child = spawn(join(binFolder, 'node'), [...flags, join(root, script), ...args], { cwd: root, env, stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? exitCodeOf(signal)))
  })
}
