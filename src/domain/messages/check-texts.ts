import { byAttention } from '../checks/outcomes.ts'
import { mayRunLater } from '../checks/recheck-time.ts'
import { dollars } from '../credits/money.ts'
import { formatCount, formatDuration } from './format.ts'
import { escapeMarkdown, inlineCode } from './markdown.ts'
import type { CheckLine, Receipt } from '../projects/records.ts'

/** What comment, pull request and check run say of the checks and of the cost. */

/** Longest list of names. */
const NAMED = 20

/** Which required checks were not run, and what happens next. */
export function notRunLine(checks: readonly CheckLine[]): string[] {
  const missing = checks.filter((check) => check.outcome === 'not run' && check.notRun.required)
  const [first] = missing
  if (first === undefined) return []
  const names = missing.slice(0, NAMED).map(({ name }) => name)
  const again = mayRunLater(checks) ? ' They run again by themselves; `/ollio retry` runs them now, for 0 credits.' : ''
  return [`➖ **Not run:** ${names.join(', ')}. ${escapeMarkdown(sentence(first.detail), 300)}${again}`]
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`
}

export function checksTable(checks: readonly CheckLine[]): string {
  const sign = { passed: '✅', failed: '❌', warning: '⚠️', 'not run': '➖' }
  return [
    '| Check | Outcome | Found |',
    '| --- | --- | --- |',
    ...byAttention(checks).map(
      (check) => `| ${check.name} | ${sign[check.outcome]} ${check.outcome} | ${escapeMarkdown(check.detail, 400)} |`,
    ),
  ].join('\n')
}

export function receiptLine(receipt: Receipt): string {
  // A turn without a model call has no tokens, steps or model to show.
  if (receipt.steps === 0) return `<sub>${formatCount(receipt.credits, 'credit')} · ${formatDuration(receipt.seconds)}</sub>`
  const tokens = (receipt.promptTokens + receipt.completionTokens).toLocaleString('en')
  const money = receipt.dollars === null ? '' : ` (${dollars(receipt.dollars)})`
  return `<sub>${formatCount(receipt.credits, 'credit')} · ${tokens} tokens${money} · ${formatCount(receipt.steps, 'step')} · ${formatDuration(receipt.seconds)} · ${inlineCode(receipt.model)}</sub>`
}
