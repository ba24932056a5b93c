import { spawn } from 'node:child_process'
import { findProgram } from './find-program.mjs'
import { SetupProblem } from './problem.mjs'
import { exitCodeOf, onSignals } from './signals.mjs'

const PROGRESS_EVERY_MS = 5_000
const TAIL_CHARACTERS = 4_000

/**
 * Runs a program, says every few seconds that it goes on, and answers the end of what it wrote. Throws SetupProblem: `advice` and that end.
 * @param {object} options those of `spawn`, and
 * - `what` in words, such as 'installing the packages';
 * - `mayBeKilled`: what it leaves by halves is begun anew, so that it need not be asked to end, which takes npm minutes.
 */
export async function run(command, args, { what, advice, mayBeKilled = false, ...options }) {
  const startedAt = Date.now()
  console.log(`ollio: ${what}`)
  const timer = setInterval(
    () => console.log(`ollio: ${what}: ${Math.round((Date.now() - startedAt) / 1_000)} s so far`),
    PROGRESS_EVERY_MS,
  )
  const [program, ...all] = [...(mayBeKilled ? endingWithUs() : []), command, ...args]
  const asked = []
  // Before it is started: a signal may come while this process still waits for that.
  const stopListening = onSignals((signal) => {
    asked.push(signal)
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
    if (asked.length > 0) throw new SetupProblem(`Interrupted while ${what}: start again, and it is done anew.`, exitCodeOf(asked[0]))
    if (code !== 0) throw new SetupProblem(`${advice}\n${command} ended with ${code ?? 'a signal'} and said:\n${tail.trim()}`)
    return tail
  } finally {
    clearInterval(timer)
    stopListening()
  }
}

/** Where this process is killed, the program would go on alone, and the next start would do the same beside it. */
function endingWithUs() {
  const setpriv = findProgram('setpriv')
  return setpriv === null ? [] : [setpriv, '--pdeathsig', 'KILL', '--']
}

/** With what it has started itself, such as the install scripts of packages. */
function killGroup(child) {
  try {
    process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}
