import { spawn } from 'node:child_process'

const PROGRESS_EVERY_MS = 5_000
const TAIL_CHARACTERS = 4_000

/**
 * Runs a program and says every few seconds that it goes on. Answers nothing; throws an error whose message has the end of what it wrote.
 * @param {string} what in words, such as 'installing the packages'
 */
export async function run(what, command, args, options = {}) {
  const startedAt = Date.now()
  console.log(`ollio: ${what}`)
  const timer = setInterval(
    () => console.log(`ollio: ${what}: ${Math.round((Date.now() - startedAt) / 1_000)} s so far`),
    PROGRESS_EVERY_MS,
  )
  let tail = ''
  const keep = (chunk) => (tail = `${tail}${chunk}`.slice(-TAIL_CHARACTERS))
  try {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve))
    if (code !== 0) throw new Error(`${command} ended with ${code ?? 'a signal'}:\n${tail.trim()}`)
  } finally {
    clearInterval(timer)
  }
}
