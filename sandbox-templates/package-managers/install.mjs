// `node install.mjs <program> <arguments as JSON> [<arguments of a second try>]` runs a package manager in the working folder, with the
// registry at a local port. The second try is for a package.json and a lockfile that don't match.
// Exit code 0: installed; else the package manager's exit code, with its output on stderr.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import { connect, createServer } from 'node:net'

/** The Unix socket of the registry gate. Package managers can't use Unix sockets, so a local port forwards to it. */
const GATE = '/run/registry/gate'
const PORT = 4873
/** Temporary files of package managers can be as large as the packages, and `/tmp` is in memory. */
const TEMPORARY = '/workspace/.ollio/tmp'

/** What they print if package.json and the lockfile don't match: npm, pnpm, Yarn 1, Yarn 2 and later, Bun. */
const DISAGREE = /\bEUSAGE\b|OUTDATED_LOCKFILE|LOCKFILE_CONFIG_MISMATCH|needs to be updated|\bYN0028\b|lockfile is frozen/

async function run(program, args) {
  // The others are programs of this machine's kind.
  const [command, ...first] = /\.[cm]?js$/.test(program) ? [process.execPath, program] : [program]
  const child = spawn(command, [...first, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOME: TEMPORARY, TMPDIR: TEMPORARY },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output = `${output}${chunk}`.slice(-8_000)))
  const { promise, resolve } = Promise.withResolvers()
  child.once('error', (error) => resolve([127, null, error])).once('close', (...ended) => resolve(ended))
  const [code, signal, error] = await promise
  // As a shell reports it, so that the caller sees that the system ended it, and not the package manager itself.
  return { code: code ?? (signal === 'SIGKILL' ? 137 : 1), output: error ? `${output}${error.message}` : output }
}

await mkdir(TEMPORARY, { recursive: true })
const [program, ...tries] = process.argv.slice(2)
const forwarder = createServer((near) => {
  const far = connect(GATE)
  near.on('error', () => far.destroy()).on('close', () => far.destroy())
  far.on('error', () => near.destroy()).on('close', () => near.destroy())
  near.pipe(far).pipe(near)
})
await once(forwarder.listen(PORT, '127.0.0.1'), 'listening')
const [first, second] = tries.map((args) => JSON.parse(args))
let result = await run(program, first)
if (second !== undefined && result.code !== 0 && DISAGREE.test(result.output)) result = await run(program, second)
if (result.code !== 0) process.stderr.write(result.output)
process.exit(result.code)
