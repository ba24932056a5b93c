import { randomUUID } from 'node:crypto'
import { assertNever } from '#src/domain/shared/assert-never.ts'
import type { Audit, Ledger, LedgerSummary, RepositoryName } from '#src/ports/ledger.ts'
import { UsageError } from './parse-arguments.ts'
import type { CliCommand } from './parse-arguments.ts'

/** What is told; `failed` where it is no good news. */
export type CommandOutput = { text: string; json: unknown; failed: boolean }

/** Does what an operator asked for. Throws `UsageError` where there is no such repository or account. */
export async function runCreditsCommand(ledger: Ledger, asked: CliCommand): Promise<CommandOutput> {
  switch (asked.command) {
    case 'show':
    case 'history': {
      const summary = known(await ledger.byName(asked.repository, asked.limit), asked.repository)
      return { text: summaryText(asked.repository, summary), json: { ...asked.repository, ...summary }, failed: false }
    }
    case 'grant': {
      const { repository, credits, actor, reason, key } = asked
      const summary = known(await ledger.grant({ ...repository, credits, actor, reason, key: key ?? randomUUID() }), repository)
      return { text: summaryText(repository, summary), json: { ...repository, ...summary }, failed: false }
    }
    case 'set': {
      const { target, credits } = asked
      if ('account' in target) {
        const repositories = await ledger.setPlan(target.account, credits)
        if (repositories === null) throw new UsageError(`${target.account} has not installed Ollio, or not used it yet.`)
        const text = `${target.account}: ${credits} credits a month for each repository, ${repositories} of them known, from the next refill on.`
        return { text, json: { account: target.account, monthlyCredits: credits, repositories }, failed: false }
      }
      const summary = known(await ledger.setAllowance(target, credits), target)
      return {
        text: `${summaryText(target, summary)}\nThe new allowance comes with the next refill.`,
        json: { ...target, ...summary },
        failed: false,
      }
    }
    case 'audit': {
      const books = await ledger.audit(asked.repository)
      if (asked.repository !== null && books.length === 0) known(null, asked.repository)
      const wrong = books.filter((book) => !isRight(book))
      return { text: auditText(books, wrong), json: books.map((book) => ({ ...book, right: isRight(book) })), failed: wrong.length > 0 }
    }
    default:
      return assertNever(asked)
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
    `${owner}/${name}: ${balance} credits, ${topUp} of them top-ups; ${monthlyAllowance} a month, the next ones on ${refill}`,
    ...rows,
  ].join('\n')
}

function auditText(books: readonly Audit[], wrong: readonly Audit[]): string {
  const said = wrong.map(
    ({ owner, name, balance, sum, lastBalanceAfter }) =>
      `${owner}/${name}: the balance is ${balance}, its entries make ${sum}, the last one says ${lastBalanceAfter}`,
  )
  return [...said, `${books.length - wrong.length} of ${books.length} balances are the sum of their entries`].join('\n')
}

/** What stands in rows may come from anybody, and a terminal obeys control characters. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, '')
}
