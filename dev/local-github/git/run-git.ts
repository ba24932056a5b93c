import { spawn } from 'node:child_process'

export class GitError extends Error {
  override name = 'GitError'
}

/** Excludes this machine's git settings and all secrets. */
export const GIT_ENVIRONMENT = {
  PATH: '/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin',
  HOME: '/nonexistent',
  LC_ALL: 'C',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
}

const TIMEOUT_MS = 60_000
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024

export type GitOptions = { input?: Uint8Array | string; env?: Record<string, string>; okCodes?: readonly number[]; maxBytes?: number }

/** Runs git in a bare repository and returns its exit code and stdout. Throws `GitError` if the exit code is not in `okCodes`. */
export async function runGit(
  repository: string,
  args: readonly string[],
  options: GitOptions = {},
): Promise<{ code: number; stdout: Buffer }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ code: number; stdout: Buffer }>()
  const child = spawn('git', ['--git-dir', repository, ...args], {
    env: { ...GIT_ENVIRONMENT, ...options.env },
    stdio: ['pipe', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  })
  const maxBytes = options.maxBytes ?? MAX_OUTPUT_BYTES
  const chunks: Buffer[] = []
  let bytes = 0
  let complaint = ''
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > maxBytes) child.kill('SIGKILL')
    else chunks.push(chunk)
  })
  child.stderr.on('data', (chunk: Buffer) => {
    if (complaint.length < 4_000) complaint += chunk.toString('utf8')
  })
  child.on('error', reject)
  child.on('close', (code) => {
    if (bytes > maxBytes) reject(new GitError(`git ${args[0]} wrote more than ${maxBytes} bytes`))
    else if (code !== null && (options.okCodes ?? [0]).includes(code)) resolve({ code, stdout: Buffer.concat(chunks) })
    else reject(new GitError(`git ${args[0]} exited with code ${code}: ${complaint.trim()}`))
  })
  // A command that exits without reading its input closes the pipe; the exit code tells what happened.
  child.stdin.on('error', () => child.stdin.destroy())
  child.stdin.end(options.input ?? '')
  return promise
}

export async function gitText(repository: string, args: readonly string[], options: GitOptions = {}): Promise<string> {
  return (await runGit(repository, args, options)).stdout.toString('utf8')
}
