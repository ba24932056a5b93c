import { spawn } from 'node:child_process'
import { findProgram } from './find-program.mjs'
import { SetupProblem } from './problem.mjs'
import { exitCodeOf, onSignals } from './signals.mjs'

const PROGRESS_EVERY_MS = 5_000
const TAIL_CHARACTERS = 4_000

/**
 * Runs a program, prints its progress every few seconds and returns the end of its output. Throws SetupProblem with `advice` and that output.
 * @param {object} options options of `spawn`, and
 * - `what`: description of the work, such as 'installing the packages';
 * - `mayBeKilled`: kill it on a signal instead of asking it to end, which takes npm minutes. Incomplete work must be redone by the next start.
 */
export async function run(command, args, { what, advice, mayBeKilled = false, ...options }) {
  const startedAt = Date.now()
  console.log(`ollio: ${what}`)
  const timer = setInterval(
    () => console.log(`ollio: ${what}: ${Math.round((Date.now() - startedAt) / 1_000)} s so far`),
    PROGRESS_EVERY_MS,
  )
  const [program, ...all] = [...(mayBeKilled ? endingWithUs() : []), command, ...args]
  const received = []
  // Registered before the start: a signal may arrive while the child process is starting.
  const stopListening = onSignals((signal) => {
    received.push(signal)
    if (mayBeKilled) killGroup(child)
    else child.kill(signal)
  })
  const child = spawn(program, all, { ...options, detached: mayBeKilled, stdio: ['ignore', 'pipe', 'pipe'] })
  let tail = ''
  const keep = (chunk) => (tail = `${tail}${chunk}`.slice(-TAIL_CHARACTERS))
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  try {
    const code = await new Promise((resolve) => child.once('error', keep).once('close', resolve))
    if (received.length > 0)
      throw new SetupProblem(`Interrupted while ${what}. Run the command again to start over.`, exitCodeOf(received[0]))
    if (code !== 0)
      throw new SetupProblem(
        `${advice}\n${command} ${code === null ? 'was ended by a signal' : `exited with code ${code}`}. Its output:\n${tail.trim()}`,
      )
    return tail
  } finally {
    clearInterval(timer)
    stopListening()
  }
}

/** If this process is killed, the program must end too. Otherwise the next start would do the same work next to it. */
function endingWithUs() {
  const setpriv = findProgram('setpriv')
  return setpriv === null ? [] : [setpriv, '--pdeathsig', 'KILL', '--']
}

/** Includes the processes that the program started, such as install scripts of packages. */
function killGroup(child) {
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // The process has already ended.
  }
}
