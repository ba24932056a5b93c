import { spawn } from 'node:child_process'

/**
 * Runs inside of a sandbox, as root, from the text of this file: one command of the agent's to its end or the clock's. The command is
 * another user who can't become root, in a namespace of processes of its own, and what leads that namespace is root again. So nothing
 * that was started, whatever session it is in, outlives the leader; and the leader ends with the command, with this process, and with
 * the pipe between the two.
 */
type Call = {
  /** A folder with packages of the repository's, which the command finds in place of the template's; `null`: those. */
  modules: string | null
  env: Record<string, string>
  timeoutMs: number
  /** What is told of each stream while it runs: so many bytes, in so many pieces. */
  liveBytes: number
  livePieces: number
  keptBytes: number
  floodBytes: number
}

const [, said = '', command = ''] = process.argv
const call = JSON.parse(said) as Call

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

const USER = 'user'
const NO_ROOT = ['--reuid', USER, '--regid', USER, '--clear-groups', '--no-new-privs', '--inh-caps=-all', '--bounding-set=-all']
const LIMITS = ['--core=0', '--cpu=600', '--fsize=536870912', '--nofile=4096', '--nproc=1024']
/** Two pipes from here: one whose end ends everything, and one on which the command is said to have begun. */
const [LIFE, BEGUN] = [3, 4]
/** In the command's own namespace, so that the next one may have others. The template's own stay where its tools look first. */
const LEND = [
  'mount --bind /node_modules /template/node_modules',
  'mount --bind "$MODULES/packages" /node_modules',
  'mount --bind "$MODULES/parts" /modules',
].map((mount) => `${mount} || exit 1`)
const LEADER = [
  ...(call.modules === null ? [] : LEND),
  // Whoever holds the other end of this pipe may be killed at any moment.
  `(read -r _ <&${LIFE}; kill -KILL -1) ${BEGUN}>&- & exec ${LIFE}<&-`,
  // What the shell itself has to say of the command is no output of it.
  'exec 5>&2 2> /dev/null',
  // Where memory runs out, the command goes first.
  '(echo 1000 > /proc/self/oom_score_adj; exec "$@" 2>&5 5>&-)',
].join('\n')
const COMMAND = `echo >&${BEGUN}; exec /bin/bash -c "$1" ${BEGUN}>&-`

class Tail {
  #chunks: Buffer[] = []
  #kept = 0
  total = 0

  add(chunk: Buffer): void {
    this.total += chunk.length
    this.#chunks.push(chunk)
    this.#kept += chunk.length
    while (this.#kept - (this.#chunks[0]?.length ?? 0) >= call.keptBytes) this.#kept -= this.#chunks.shift()?.length ?? 0
  }

  /** Begins with a whole character where something was left out. */
  bytes(): Buffer {
    const end = Buffer.concat(this.#chunks).subarray(-call.keptBytes)
    const isWhole = (byte: number): boolean => (byte & 0xc0) !== 0x80
    return this.total > end.length ? end.subarray(Math.max(0, end.subarray(0, 4).findIndex(isWhole))) : end
  }
}

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}

const startedAt = performance.now()
const child = spawn(
  'unshare',
  [
    ...['--pid', '--mount', '--ipc', '--fork', '--kill-child=KILL', '--mount-proc', '--'],
    ...['/bin/sh', '-c', LEADER, 'sh'],
    ...['setpriv', ...NO_ROOT, '--', 'prlimit', ...LIMITS, '--', '/usr/bin/env', '-i'],
    ...Object.entries(call.env).map(([name, value]) => `${name}=${value}`),
    ...['/bin/sh', '-c', COMMAND, 'sh', command],
  ],
  { cwd: '/workspace', env: { PATH, MODULES: call.modules ?? '' }, stdio: ['ignore', 'pipe', 'pipe', 'pipe', 'pipe'] },
)
let hasBegun = false
child.stdio[BEGUN]?.once('data', () => (hasBegun = true))

let end: 'clock' | 'flood' | null = null
function kill(reason: 'clock' | 'flood'): void {
  end ??= reason
  child.kill('SIGKILL')
}

const clock = setTimeout(() => kill('clock'), call.timeoutMs)
const tails = { stdout: new Tail(), stderr: new Tail() }
for (const stream of ['stdout', 'stderr'] as const) {
  let { liveBytes, livePieces } = call
  child[stream]?.on('data', (chunk: Buffer) => {
    const passed = livePieces > 0 ? chunk.subarray(0, liveBytes) : chunk.subarray(0, 0)
    liveBytes -= passed.length
    livePieces -= 1
    if (passed.length > 0) say({ stream, bytes: passed.toString('base64') })
    tails[stream].add(chunk)
    if (tails[stream].total > call.floodBytes) kill('flood')
  })
}
let problem: string | null = null
child.once('error', (error) => (problem = error.message))
child.once('close', (exitCode) => {
  clearTimeout(clock)
  const [stdout, stderr] = [tails.stdout.bytes(), tails.stderr.bytes()]
  if (!hasBegun && end === null) problem ??= stderr.toString().slice(-500)
  if (problem !== null) return say({ problem })
  const durationMs = Math.round(performance.now() - startedAt)
  say({ end, exitCode, stdout: stdout.toString('base64'), stderr: stderr.toString('base64'), durationMs })
})
