import type { CheckLine } from '../projects/records.ts'

const MINUTE_MS = 60_000
/** How long after each try the checks run again. After the last one, nobody knows more than that they were not run. */
const DELAYS_MS = [5, 15, 60, 240, 720, 1_440].map((minutes) => minutes * MINUTE_MS)

/**
 * When checks that were not run are run again. `null`: never, because all required ones ran, the same work would give the same result, or
 * they were tried often enough. `tries`: how often they ran again already.
 */
export function recheckTime(checks: readonly CheckLine[], tries: number, now: Date): Date | null {
  const delayMs = DELAYS_MS[tries]
  return mayRunLater(checks) && delayMs !== undefined ? new Date(now.getTime() + delayMs) : null
}

/** True if a required check was not run for a reason that may pass: neither the page's nor the repository's. */
export function mayRunLater(checks: readonly CheckLine[]): boolean {
  return checks.some(
    (check) => check.outcome === 'not run' && check.notRun.required && check.notRun.cause !== 'page' && check.notRun.cause !== 'repository',
  )
}
