/** One row of the ledger. */
type LedgerEntry = { at: Date; operation: string; credits: number; balanceAfter: number; actor: string; reason: string | null }

export type LedgerSummary = {
  balance: number
  /** The part of the balance that doesn't expire. */
  topUp: number
  monthlyAllowance: number
  nextRefillAt: Date
  entries: LedgerEntry[]
}

/** A repository's name as operators write it. */
export type RepositoryName = { owner: string; name: string }

/** Top-ups that an operator adds. `key` makes the grant idempotent. */
type Grant = RepositoryName & { credits: number; actor: string; reason: string; key: string }

/** The totals of one repository; they are correct if all three are equal. */
export type Audit = RepositoryName & { balance: number; sum: number; lastBalanceAfter: number }

/** The repository's credits. `Projects` charges and returns credits, in the same transactions as the related rows. */
export interface Ledger {
  /** `null` for a repository that has not used Ollio yet. `entries`: how many, newest first, without those that change no credits. */
  summary(repositoryId: number, entries: number): Promise<LedgerSummary | null>
  /** The credits that a project has cost so far, by the user who asked, highest first. */
  costOf(projectId: string): Promise<{ actor: string; credits: number }[]>
  /** The percentage of the monthly allowance that this turn must give notice of; `null` if none. */
  allowanceNotice(turnId: string): Promise<number | null>
  /** Grants this month's allowance to at most `limit` repositories that have not had it; returns how many. */
  refillDue(now: Date, limit: number): Promise<number>

  /** `null` if no repository of that name has used Ollio yet. The same goes for the other operator methods. */
  byName(name: RepositoryName, entries: number): Promise<LedgerSummary | null>
  /** Adds top-ups, which don't expire. A negative number removes them, down to zero. */
  grant(grant: Grant): Promise<LedgerSummary | null>
  /** Sets the monthly allowance from the next refill on. */
  setAllowance(name: RepositoryName, monthlyAllowance: number): Promise<LedgerSummary | null>
  /**
   * Sets the monthly allowance of each repository of an account from the next refill on, future ones included. Returns the number of
   * repositories.
   */
  setPlan(account: string, monthlyCredits: number): Promise<number | null>
  /** The totals of one repository, or of all. */
  audit(name: RepositoryName | null): Promise<Audit[]>
}
