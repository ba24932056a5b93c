/** A repository's credits. `topUp`: the part of `balance` that doesn't expire. */
export type Balance = { balance: number; topUp: number }

/** Takes credits from the monthly allowance first, then from top-ups. `null` if there are not enough. */
export function takeCredits({ balance, topUp }: Balance, credits: number): (Balance & { fromTopUp: number }) | null {
  if (credits > balance) return null
  const left = Math.min(topUp, balance - credits)
  return { balance: balance - credits, topUp: left, fromTopUp: topUp - left }
}

/** Returns credits. The part that came from top-ups goes back to the top-ups, because they don't expire. */
export function returnCredits({ balance, topUp }: Balance, credits: number, fromTopUp: number): Balance {
  return { balance: balance + credits, topUp: topUp + Math.min(credits, fromTopUp) }
}

/** How many credits are returned for a turn that ends in `state`. */
export function refundOf(state: 'PARTIAL' | 'UNCHANGED' | 'FAILED' | 'CANCELLED', credits: number): number {
  return state === 'PARTIAL' ? Math.floor(credits / 2) : credits
}

/** Usage of the monthly allowance at which a notice is posted, in percent. */
export const ALLOWANCE_NOTICES = [80, 100] as const

/** The notice that a charge causes: the highest percentage that it reaches, or `null`. */
export function allowanceNotice(before: Balance, after: Balance, monthlyAllowance: number): (typeof ALLOWANCE_NOTICES)[number] | null {
  if (monthlyAllowance <= 0) return null
  const used = ({ balance, topUp }: Balance): number => monthlyAllowance - (balance - topUp)
  return (
    ALLOWANCE_NOTICES.findLast((share) => used(before) * 100 < share * monthlyAllowance && used(after) * 100 >= share * monthlyAllowance) ??
    null
  )
}
