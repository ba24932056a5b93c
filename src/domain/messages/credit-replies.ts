import { inlineCode, escapeMarkdown } from './markdown.ts'
import { formatCount, formatDay } from './format.ts'

/** What is said of credits. */

export function insufficientReply(numbers: { cost: number; balance: number; nextRefillAt: Date }): string {
  return `This would cost ${formatCount(numbers.cost, 'credit')}, and the repository has ${numbers.balance} left. Nothing was started. The next refill comes on ${formatDay(numbers.nextRefillAt)}; whoever operates this Ollio can add more before, by \`ollio credits grant\`.`
}

type Entry = { at: Date; operation: string; credits: number; balanceAfter: number; actor: string; reason: string | null }
type Credits = { balance: number; topUp: number; monthlyAllowance: number; nextRefillAt: Date; entries: Entry[] }

/** `allowance`: of a repository that has not used Ollio yet. `project`: what the conversation at hand has cost, by person. */
export function creditsReply(
  summary: Credits | null,
  allowance: number,
  project: { name: string; costs: readonly { actor: string; credits: number }[] } | null,
): string {
  if (summary === null) return `This repository has not used Ollio yet; it starts with ${allowance} credits a month.`
  const { balance, topUp, monthlyAllowance, nextRefillAt, entries } = summary
  const parts = topUp === 0 ? '' : ` (${balance - topUp} of this month’s allowance and ${topUp} of top-ups, which don’t expire)`
  return [
    `**${balance}** credits left${parts}. The allowance is ${monthlyAllowance} a month; the next refill comes on ${formatDay(nextRefillAt)}.`,
    ...(project === null ? [] : ['', projectLine(project)]),
    '',
    '| Day | What | Credits | Balance | Who |',
    '| --- | --- | ---: | ---: | --- |',
    ...entries.map(entryRow),
  ].join('\n')
}

function projectLine({ name, costs }: { name: string; costs: readonly { actor: string; credits: number }[] }): string {
  const sum = costs.reduce((total, { credits }) => total + credits, 0)
  const people = costs.map(({ actor, credits }) => `${inlineCode(actor)} ${credits}`).join(', ')
  return `${escapeMarkdown(name)} has cost ${formatCount(sum, 'credit')} so far${people === '' ? '' : `: ${people}`}.`
}

function entryRow({ at, operation, credits, balanceAfter, actor, reason }: Entry): string {
  const what = reason === null ? operation : `${operation} (${escapeMarkdown(reason, 80)})`
  return `| ${formatDay(at)} | ${what} | ${credits > 0 ? '+' : ''}${credits} | ${balanceAfter} | ${inlineCode(actor)} |`
}
