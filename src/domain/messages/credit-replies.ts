import { inlineCode, escapeMarkdown } from './markdown.ts'
import { formatCount, formatDay } from './format.ts'

export function insufficientReply(numbers: { cost: number; balance: number; nextRefillAt: Date }): string {
  const { cost, balance, nextRefillAt } = numbers
  return `This needs ${formatCount(cost, 'credit')}; ${balance} ${balance === 1 ? 'is' : 'are'} left. Nothing was started. The next refill is on ${formatDay(nextRefillAt)}. The operator of this Ollio can add credits earlier with \`ollio credits grant\`.`
}

type Entry = { at: Date; operation: string; credits: number; balanceAfter: number; actor: string; reason: string | null }
type Credits = { balance: number; topUp: number; monthlyAllowance: number; nextRefillAt: Date; entries: Entry[] }

/** `allowance`: for a repository that has not used Ollio yet. `project`: what the current project has cost, by person. */
export function creditsReply(
  summary: Credits | null,
  allowance: number,
  project: { name: string; costs: readonly { actor: string; credits: number }[] } | null,
): string {
  if (summary === null) return `This repository has not used Ollio yet. It starts with ${allowance} credits a month.`
  const { balance, topUp, monthlyAllowance, nextRefillAt, entries } = summary
  const parts = topUp === 0 ? '' : ` (${balance - topUp} of this month’s allowance and ${topUp} of top-ups, which don’t expire)`
  return [
    `**${balance}** credits left${parts}. The allowance is ${monthlyAllowance} credits a month. The next refill is on ${formatDay(nextRefillAt)}.`,
    ...(project === null ? [] : ['', projectLine(project)]),
    '',
    '| Date | Entry | Credits | Balance | By |',
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
