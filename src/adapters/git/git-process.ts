import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** How a git process ended. `stderr`: its end. */
export type GitEnd = { code: number | null; stderr: string }

export type GitRun = {
  /** The bare repository. */
  folder: string
  /** Configuration that must not be seen on a command line, such as a token. */
  secrets?: Readonly<Record<string, string>>
  input?: string
  signal: AbortSignal
}

const STDERR_CHARACTERS = 4_000
/** Nothing of this machine's own configuration, and no question to anybody. Proxies and certificates are the machine's. */
const KEPT_VARIABLES = /^(?:PATH|(?:https?|all|no)_proxy|SSL_CERT_(?:FILE|DIR)|GIT_SSL_CAINFO)$/i
const ENVIRONMENT = {
  ...{ GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null', GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: 'true', GIT_ATTR_NOSYSTEM: '1' },
  ...{ HOME: '/nonexistent', LC_ALL: 'C', GIT_PROTOCOL_FROM_USER: '0', GIT_OPTIONAL_LOCKS: '0' },
}

/** Starts git. The output must be read; `ended` resolves when it has ended, and rejects only if git can't be started. */
export function startGit(args: readonly string[], { folder, secrets = {}, input, signal }: GitRun, machine: Environment) {
  const kept = Object.fromEntries(
    Object.entries(machine).flatMap(([name, value]) => (KEPT_VARIABLES.test(name) && value !== undefined ? [[name, value]] : [])),
  )
  const child = spawn('git', ['--git-dir', folder, ...args], {
    env: { ...kept, ...ENVIRONMENT, ...configVariables(secrets) },
    stdio: ['pipe', 'pipe', 'pipe'],
    signal,
    killSignal: 'SIGKILL',
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr = `${stderr}${text}`.slice(-STDERR_CHARACTERS)))
  // A git that ended early doesn't read its input; its exit code says why.
  child.stdin.on('error', () => undefined).end(input ?? '')
  const ended = once(child, 'close').then(([code]): GitEnd => ({ code: code as number | null, stderr }))
  // Whoever reads the output may fail first; the end is asked for afterwards.
  ended.catch(() => undefined)
  return { stdout: child.stdout, ended }
}

export type Environment = Readonly<Record<string, string | undefined>>

/** Runs git and returns its output, up to `maxBytes`. */
export async function runGit(
  args: readonly string[],
  run: GitRun,
  machine: Environment,
  maxBytes = 64 * 1024 * 1024,
): Promise<GitEnd & { stdout: Buffer }> {
  const { stdout, ended } = startGit(args, run, machine)
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of stdout as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > maxBytes) {
      stdout.destroy()
      break
    }
    chunks.push(chunk)
  }
  return { ...(await ended), stdout: Buffer.concat(chunks) }
}

/** Git's way to be given configuration by the environment. Source: git-config(1), GIT_CONFIG_COUNT. */
function configVariables(values: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(values)
  return {
    GIT_CONFIG_COUNT: String(entries.length),
    ...Object.fromEntries(
      entries.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  }
}
