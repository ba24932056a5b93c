import type { CheckLine } from '../projects/records.ts'
import { formatCount } from '../messages/format.ts'

/** True if a required check was not run, so that nobody knows whether it would pass. */
export function isUnproven(checks: readonly CheckLine[]): boolean {
  return checks.some((check) => check.outcome === 'not run' && check.notRun.required)
}

/** A version is a draft if a check failed or a required one was not run. */
export function isDraft(checks: readonly CheckLine[]): boolean {
  return isUnproven(checks) || checks.some(({ outcome }) => outcome === 'failed')
}

/** The conclusion of the check run. A neutral one would satisfy a required check. */
export function conclusionOf(checks: readonly CheckLine[]): 'success' | 'failure' | 'action_required' {
  if (checks.some(({ outcome }) => outcome === 'failed')) return 'failure'
  return isUnproven(checks) ? 'action_required' : 'success'
}

const ORDER: CheckLine['outcome'][] = ['failed', 'not run', 'warning', 'passed']

/** What needs attention comes first; otherwise the order stays. */
export function byAttention(checks: readonly CheckLine[]): CheckLine[] {
  return checks.toSorted((one, other) => ORDER.indexOf(one.outcome) - ORDER.indexOf(other.outcome))
}

/** `8 of 11 checks passed, 1 failed, 1 warning, 1 not run`; what did not happen is left out. */
export function countOutcomes(checks: readonly CheckLine[]): string {
  const count = (outcome: CheckLine['outcome']): number => checks.filter((check) => check.outcome === outcome).length
  const others = [
    ...(count('failed') === 0 ? [] : [`${count('failed')} failed`]),
    ...(count('warning') === 0 ? [] : [formatCount(count('warning'), 'warning')]),
    ...(count('not run') === 0 ? [] : [`${count('not run')} not run`]),
  ]
  if (others.length === 0) return checks.length === 1 ? 'The check passed' : `All ${checks.length} checks passed`
  return [`${count('passed')} of ${formatCount(checks.length, 'check')} passed`, ...others].join(', ')
}
