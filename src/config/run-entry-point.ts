import { ConfigError } from './read-settings.ts'

/** Runs an entry point. Configuration errors are printed without a stack. Any other error is rethrown as a crash. */
export async function runEntryPoint(main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    if (error instanceof ConfigError) {
      process.stderr.write(`${error.message}\n`)
      process.exitCode = 1
      return
    }
    if (!isTakenPort(error)) throw error
    process.stderr.write(`Port ${error.port} is already in use. Stop the process that uses it, or set PORT and PREVIEW_PORT.\n`)
    // Parts that have already started would keep the process alive.
    process.exit(1)
  }
}

/** Resolves on the first SIGTERM or SIGINT. */
export function untilSignalled(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve())
    process.once('SIGINT', () => resolve())
  })
}

function isTakenPort(error: unknown): error is Error & { port: number } {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error && typeof error.port === 'number'
}
