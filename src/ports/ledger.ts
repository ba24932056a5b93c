/** One row of the ledger. `key`: what makes it harmless the second time. */
type LedgerEntry = { at: Date; operation: string; credits: number; balanceAfter: number; actor: string; reason: string | null }

export type LedgerSummary = {
  balance: number
  /** The part of it that doesn't expire. */
  topUp: number
  monthlyAllowance: number
  nextRefillAt: Date
  entries: LedgerEntry[]
}

/** A repository by its name, as operators write it. */
export type RepositoryName = { owner: string; name: string }

/** What an operator adds. `key`: the same one adds nothing the second time. */
type Grant = RepositoryName & { credits: number; actor: string; reason: string; key: string }

/** One repository's books: they are right where all three are the same. */
export type Audit = RepositoryName & { balance: number; sum: number; lastBalanceAfter: number }

/** The repository's credits. Taking and giving back happens in `Projects`, in the transactions of the rows that it belongs to. */
export interface Ledger {
  /** `null` for a repository that has not used Ollio yet. `entries`: the newest first, without those that move no credits. */
  summary(repositoryId: number, entries: number): Promise<LedgerSummary | null>
  /** What a conversation has cost so far, by who asked; the dearest first. */
  costOf(projectId: string): Promise<{ actor: string; credits: number }[]>
  /** The notice that this turn is the one to give: how much of the month's allowance is used, in per cent. */
  allowanceNotice(turnId: string): Promise<number | null>
  /** Gives this month's allowance to those repositories that have not had it, at most so many; answers how many. */
  refillDue(now: Date, limit: number): Promise<number>

  /** `null` where no repository of that name has used Ollio yet; as for all that operators do. */
  byName(name: RepositoryName, entries: number): Promise<LedgerSummary | null>
  /** Top-ups, which don't expire; negative ones take them back, as far as there are any. */
  grant(grant: Grant): Promise<LedgerSummary | null>
  /** What a month brings from the next refill on. */
  setAllowance(name: RepositoryName, monthlyAllowance: number): Promise<LedgerSummary | null>
  /** What a month brings to each repository of an account from the next refill on, those that come later too; how many there are. */
  setPlan(account: string, monthlyCredits: number): Promise<number | null>
  /** The books of one repository, or of all. */
  audit(name: RepositoryName | null): Promise<Audit[]>
}
