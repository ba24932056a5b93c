import { constants } from 'node:os'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Calls `listener` for each signal that asks this process to end, instead of ending. Returns a function that stops this. */
export function onSignals(listener) {
  for (const signal of SIGNALS) process.on(signal, listener)
  return () => SIGNALS.forEach((signal) => process.off(signal, listener))
}

/** The exit code that shells report for a program ended by a signal. */
export function exitCodeOf(signal) {
  return 128 + constants.signals[signal]
}
