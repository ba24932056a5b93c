/**
 * Heavy work uses processors for seconds: checks, page views, installations. More of it at once than the machine can do makes all of it
 * slower than running it in sequence.
 */
export type HeavyWork = 'check' | 'install'

/** What the machine has room for, across all processes of Ollio on it. */
export interface Machine {
  /**
   * Runs `work` as soon as there is room for it. A kind of work must not be run inside the same kind. Fails with 'cancelled' if `signal`
   * is aborted before it starts.
   */
  run<Result>(kind: HeavyWork, work: () => Promise<Result>, signal: AbortSignal): Promise<Result>
  /**
   * Resolves when processors and memory are free enough for work that a busy machine cut short, or after some minutes at the latest. Fails
   * with 'cancelled'.
   */
  untilRoom(signal: AbortSignal): Promise<void>
}
