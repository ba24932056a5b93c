import { constants } from 'node:os'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']

/** Tells `listener` what asks this process to end, which meanwhile does not end by itself. Answers how to stop that. */
export function onSignals(listener) {
  for (const signal of SIGNALS) process.on(signal, listener)
  return () => SIGNALS.forEach((signal) => process.off(signal, listener))
}

/** As shells tell that a program was ended by a signal. */
export function exitCodeOf(signal) {
  return 128 + constants.signals[signal]
}
