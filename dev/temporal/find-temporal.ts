import { execFile } from 'node:child_process'
import { access, constants, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { SetupError } from '../setup-error.ts'
import { downloadTemporal } from './download-temporal.ts'

/** The newest release that `go install` can build; later ones replace a module with a local folder. */
const VERSION = '1.5.1'
const MODULE = `github.com/temporalio/cli/cmd/temporal@v${VERSION}`
const PROGRESS_EVERY_MS = 5_000
const BUILD_TIMEOUT_MS = 30 * 60_000
/** Enough to load a program of 200 MB from disk for the first time, on a busy machine. */
const VERSION_TIMEOUT_MS = 180_000

export type FindTemporalOptions = {
  /** Shared by all checkouts of this user, because the build takes minutes. */
  cacheFolder: string
  /** Its PATH is searched; Go runs with it. */
  env: NodeJS.ProcessEnv
  onProgress: (sentence: string) => void
  /** Aborts a running build. */
  signal?: AbortSignal
  /** Only for tests. */
  downloadOrigin?: string
}

/** Finds the Temporal CLI with its dev server: on the PATH, in the cache, by download, or built with Go. Throws SetupError if all fail. */
export async function findTemporal(options: FindTemporalOptions): Promise<string> {
  const { cacheFolder, env, onProgress, signal, downloadOrigin = 'https://temporal.download' } = options
  const onPath = await firstExecutable(
    (env['PATH'] ?? '')
      .split(delimiter)
      .filter(Boolean)
      .map((folder) => join(folder, 'temporal')),
  )
  if (onPath !== null) return onPath
  const folder = join(cacheFolder, `temporal-cli-${VERSION}`)
  const cached = join(folder, 'temporal')
  if (await runs(cached)) return cached
  await mkdir(folder, { recursive: true })
  const making = await mkdtemp(join(folder, 'making-'))
  try {
    onProgress('Looking for the Temporal CLI')
    const file = join(making, 'temporal')
    const downloaded = await downloadTemporal({ version: VERSION, file, origin: downloadOrigin }).then(
      () => runs(file),
      () => false,
    )
    if (!downloaded) {
      await rm(file, { force: true })
      await build(making, env, onProgress, signal)
    }
    await rename(file, cached)
  } finally {
    await rm(making, { recursive: true, force: true })
  }
  return cached
}

async function build(
  binFolder: string,
  env: NodeJS.ProcessEnv,
  onProgress: (sentence: string) => void,
  signal: AbortSignal | undefined,
): Promise<void> {
  const startedAt = Date.now()
  onProgress('Building the Temporal CLI with Go. This happens once and takes some minutes')
  const timer = setInterval(() => {
    onProgress(`Building the Temporal CLI with Go: ${Math.round((Date.now() - startedAt) / 1_000)} s so far`)
  }, PROGRESS_EVERY_MS)
  try {
    await promisify(execFile)('go', ['install', '-ldflags', '-s -w', MODULE], {
      env: { ...env, GOBIN: binFolder, CGO_ENABLED: '0' },
      timeout: BUILD_TIMEOUT_MS,
      signal,
      maxBuffer: 64 * 1_024 * 1_024,
    })
  } catch (cause) {
    const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
    const reason = missing ? '' : ` Go could not build it: ${lastLine(cause)}`
    throw new SetupError(`Temporal was not found. Install the Temporal CLI or Go, or set TEMPORAL_ADDRESS.${reason}`, { cause })
  } finally {
    clearInterval(timer)
  }
}

function lastLine(error: unknown): string {
  const text = error instanceof Error && 'stderr' in error ? String(error.stderr) : String(error)
  return text.trim().split('\n').at(-1) ?? ''
}

/** True if the program is complete and for this machine: a crash can leave an empty file, and the cache can be from another machine. */
async function runs(path: string): Promise<boolean> {
  return promisify(execFile)(path, ['--version'], { timeout: VERSION_TIMEOUT_MS }).then(
    ({ stdout }) => stdout !== '',
    () => false,
  )
}

async function firstExecutable(paths: readonly string[]): Promise<string | null> {
  for (const path of paths) {
    const executable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (executable) return path
  }
  return null
}
