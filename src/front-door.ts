import { ConfigError } from './config.ts'

/** Runs a front door: what is wrong with the settings is said in one message without a stack; anything else is a crash and looks like one. */
export async function runFrontDoor(main: () => Promise<void>): Promise<void> {
  try {
    await main()
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
  }
}

/** Resolves with the first signal that asks this process to end. */
export function untilAskedToEnd(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve())
    process.once('SIGINT', () => resolve())
  })
}
