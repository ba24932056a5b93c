type LedgerSummary = {
  balance: number
  monthlyAllowance: number
  nextRefillAt: Date
  entries: { at: Date; operation: string; credits: number; balanceAfter: number; actor: string }[]
}

/** The repository's credits. Taking and giving back happens in `Projects`, in the transactions of the rows that it belongs to. */
export interface Ledger {
  /** `null` for a repository that has not used Ollio yet. `entries`: the newest first. */
  summary(repositoryId: number, entries: number): Promise<LedgerSummary | null>
}
