import { randomUUID } from 'node:crypto'
import { assertNever } from '#src/domain/shared/assert-never.ts'
import type { Audit, Ledger, LedgerSummary, RepositoryName } from '#src/ports/ledger.ts'
import { UsageError } from './parse-arguments.ts'
import type { CliCommand } from './parse-arguments.ts'

/** `failed` sets a non-zero exit code. */
export type CommandOutput = { text: string; json: unknown; failed: boolean }

/** Runs one credits command. Throws `UsageError` if the repository or account is unknown. */
export async function runCreditsCommand(ledger: Ledger, args: CliCommand): Promise<CommandOutput> {
  switch (args.command) {
    case 'show':
    case 'history': {
      const summary = known(await ledger.byName(args.repository, args.limit), args.repository)
      return { text: summaryText(args.repository, summary), json: { ...args.repository, ...summary }, failed: false }
    }
    case 'grant': {
      const { repository, credits, actor, reason, key } = args
      const summary = known(await ledger.grant({ ...repository, credits, actor, reason, key: key ?? randomUUID() }), repository)
      return { text: summaryText(repository, summary), json: { ...repository, ...summary }, failed: false }
    }
    case 'set': {
      const { target, credits } = args
      if ('account' in target) {
        const repositories = await ledger.setPlan(target.account, credits)
        if (repositories === null) throw new UsageError(`${target.account} has not installed or used Ollio yet.`)
        const text = `${target.account}: each repository gets ${credits} credits per month, starting with the next refill. Known repositories: ${repositories}.`
        return { text, json: { account: target.account, monthlyCredits: credits, repositories }, failed: false }
      }
      const summary = known(await ledger.setAllowance(target, credits), target)
      return {
        text: `${summaryText(target, summary)}\nThe new allowance applies from the next refill.`,
        json: { ...target, ...summary },
        failed: false,
      }
    }
    case 'audit': {
      const books = await ledger.audit(args.repository)
      if (args.repository !== null && books.length === 0) known(null, args.repository)
      const wrong = books.filter((book) => !isRight(book))
      return { text: auditText(books, wrong), json: books.map((book) => ({ ...book, right: isRight(book) })), failed: wrong.length > 0 }
    }
    default:
      return assertNever(args)
  }
}

function known(summary: LedgerSummary | null, { owner, name }: RepositoryName): LedgerSummary {
  if (summary === null) throw new UsageError(`${owner}/${name} has not used Ollio yet.`)
  return summary
}

function isRight({ balance, sum, lastBalanceAfter }: Audit): boolean {
  return balance === sum && balance === lastBalanceAfter
}

function summaryText({ owner, name }: RepositoryName, { balance, topUp, monthlyAllowance, nextRefillAt, entries }: LedgerSummary): string {
  const rows = entries.map(({ at, operation, credits, balanceAfter, actor, reason }) =>
    [
      at.toISOString().slice(0, 16).replace('T', ' '),
      operation.padEnd(10),
      `${credits > 0 ? '+' : ''}${credits}`.padStart(7),
      String(balanceAfter).padStart(8),
      ` ${printable(actor)}${reason === null ? '' : ` (${printable(reason)})`}`,
    ].join(' '),
  )
  const refill = nextRefillAt.toISOString().slice(0, 10)
  return [
    `${owner}/${name}: ${balance} credits, including ${topUp} top-up credits. Monthly allowance: ${monthlyAllowance}, next refill on ${refill}`,
    ...rows,
  ].join('\n')
}

function auditText(books: readonly Audit[], wrong: readonly Audit[]): string {
  const differences = wrong.map(
    ({ owner, name, balance, sum, lastBalanceAfter }) =>
      `${owner}/${name}: the balance is ${balance}, the sum of the entries is ${sum}, the last entry says ${lastBalanceAfter}`,
  )
  return [...differences, `${books.length - wrong.length} of ${books.length} balances match their ledger entries`].join('\n')
}

/** Ledger rows contain text from users. Control characters must not reach the terminal. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, '')
}
