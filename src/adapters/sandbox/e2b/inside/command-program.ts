import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/**
 * Runs inside a sandbox, as root, from the source text of this file. It runs one command of the agent until the command ends or times out.
 * The command runs as another user, who can't become root, in a PID namespace of its own. The leader of that namespace runs as root. So
 * nothing that was started, whatever session it is in, outlives the leader; and the leader ends with the command, with this process, and
 * with the pipe between the two.
 */
type Call = {
  /** A folder with the repository's packages, which the command sees instead of the template's. `null`: the template's. */
  modules: string | null
  env: Record<string, string>
  timeoutMs: number
  /** Limit of processor time; `null`: none. */
  processorMs: number | null
  /** Limits of the output that is sent per stream while the command runs, in bytes and in pieces. */
  liveBytes: number
  livePieces: number
  keptBytes: number
  floodBytes: number
}

const [, input = '', command = ''] = process.argv
const call = JSON.parse(input) as Call

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

const USER = 'user'
const NO_ROOT = ['--reuid', USER, '--regid', USER, '--clear-groups', '--no-new-privs', '--inh-caps=-all', '--bounding-set=-all']
const LIMITS = ['--core=0', '--cpu=600', '--fsize=536870912', '--nofile=4096', '--nproc=1024']
/** File descriptors of two pipes: closing the first ends everything, and the second reports that the command has started. */
const [LIFE, STARTED] = [3, 4]
/**
 * Mounted in the command's own namespace, so that the next command may have other packages. The template's own packages stay where its
 * tools look first.
 */
const MOUNTS = [
  'mount --bind /node_modules /template/node_modules',
  'mount --bind "$MODULES/packages" /node_modules',
  'mount --bind "$MODULES/parts" /modules',
].map((mount) => `${mount} || exit 1`)
const LEADER = [
  ...(call.modules === null ? [] : MOUNTS),
  // This process holds the other end of the pipe and may be killed at any moment.
  `(read -r _ <&${LIFE}; kill -KILL -1) ${STARTED}>&- & exec ${LIFE}<&-`,
  // The shell's own messages about the command are not part of its output.
  'exec 5>&2 2> /dev/null',
  // If memory runs out, the kernel kills the command first.
  '(echo 1000 > /proc/self/oom_score_adj; exec "$@" 2>&5 5>&-)',
].join('\n')
const COMMAND = `echo >&${STARTED}; exec /bin/bash -c "$1" ${STARTED}>&-`

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

  /** Starts with a whole UTF-8 character if the beginning was cut off. */
  bytes(): Buffer {
    const end = Buffer.concat(this.#chunks).subarray(-call.keptBytes)
    const isWhole = (byte: number): boolean => (byte & 0xc0) !== 0x80
    return this.total > end.length ? end.subarray(Math.max(0, end.subarray(0, 4).findIndex(isWhole))) : end
  }
}

function send(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`)
}

/** The kernel's ticks in `/proc/stat` per second. */
const TICKS_PER_SECOND = 100
const POLL_MS = 500

/** Processor time that this machine has used since it started. The machine runs nothing but this sandbox. `null` if it can't be read. */
function machineMs(): number | null {
  const [user, nice, system] = (/^cpu +(\d+) (\d+) (\d+)/.exec(readFileSync('/proc/stat', 'utf8')) ?? []).slice(1).map(Number)
  return user === undefined || nice === undefined || system === undefined ? null : ((user + nice + system) * 1_000) / TICKS_PER_SECOND
}

const usedBefore = machineMs()

function usedMs(): number | null {
  const now = machineMs()
  return now === null || usedBefore === null ? null : now - usedBefore
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
let hasStarted = false
child.stdio[STARTED]?.once('data', () => (hasStarted = true))

let end: 'processor-time' | 'clock' | 'output' | null = null
function kill(reason: NonNullable<typeof end>): void {
  end ??= reason
  child.kill('SIGKILL')
}

const clock = setTimeout(() => kill('clock'), call.timeoutMs)
const meter = setInterval(() => {
  if (call.processorMs !== null && (usedMs() ?? 0) > call.processorMs) kill('processor-time')
}, POLL_MS)
const tails = { stdout: new Tail(), stderr: new Tail() }
for (const stream of ['stdout', 'stderr'] as const) {
  let { liveBytes, livePieces } = call
  child[stream]?.on('data', (chunk: Buffer) => {
    const passed = livePieces > 0 ? chunk.subarray(0, liveBytes) : chunk.subarray(0, 0)
    liveBytes -= passed.length
    livePieces -= 1
    if (passed.length > 0) send({ stream, bytes: passed.toString('base64') })
    tails[stream].add(chunk)
    if (tails[stream].total > call.floodBytes) kill('output')
  })
}
let problem: string | null = null
child.once('error', (error) => (problem = error.message))
child.once('close', (exitCode) => {
  clearTimeout(clock)
  clearInterval(meter)
  const [stdout, stderr] = [tails.stdout.bytes(), tails.stderr.bytes()]
  if (!hasStarted && end === null) problem ??= stderr.toString().slice(-500)
  if (problem !== null) return send({ problem })
  const durationMs = Math.round(performance.now() - startedAt)
  send({ end, exitCode, stdout: stdout.toString('base64'), stderr: stderr.toString('base64'), durationMs, processorMs: usedMs() })
})
