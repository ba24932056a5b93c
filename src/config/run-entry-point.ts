import { ConfigError } from './config.ts'

/** Runs a front door: what is wrong with the settings is said in one message without a stack; anything else is a crash and looks like one. */
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
    process.stderr.write(`Port ${error.port} is taken: end what listens there, or set PORT and PREVIEW_PORT\n`)
    // What runs already would keep the process alive.
    process.exit(1)
  }
}

/** Resolves with the first signal that asks this process to end. */
export function untilSignalled(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve())
    process.once('SIGINT', () => resolve())
  })
}

function isTakenPort(error: unknown): error is Error & { port: number } {
  return error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error && typeof error.port === 'number'
}
