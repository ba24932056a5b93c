/** What of a repository's balance is left: `topUp` is the part that doesn't expire. */
export type Balance = { balance: number; topUp: number }

/** Takes credits, first of the month's allowance, then of the top-ups; `null` where there are not enough. */
export function takeCredits({ balance, topUp }: Balance, credits: number): (Balance & { fromTopUp: number }) | null {
  if (credits > balance) return null
  const left = Math.min(topUp, balance - credits)
  return { balance: balance - credits, topUp: left, fromTopUp: topUp - left }
}

/** Gives credits back: first what had come from top-ups, since that doesn't expire. */
export function returnCredits({ balance, topUp }: Balance, credits: number, fromTopUp: number): Balance {
  return { balance: balance + credits, topUp: topUp + Math.min(credits, fromTopUp) }
}

/** What of a turn's credits is given back when it ends like that. */
export function refundOf(state: 'PARTIAL' | 'UNCHANGED' | 'FAILED' | 'CANCELLED', credits: number): number {
  return state === 'PARTIAL' ? Math.floor(credits / 2) : credits
}

/** How much of a month's allowance is told, in per cent. */
export const ALLOWANCE_NOTICES = [80, 100] as const

/** The notice that a charge leads to, if any: the highest share of the allowance that it reaches. */
export function allowanceNotice(before: Balance, after: Balance, monthlyAllowance: number): (typeof ALLOWANCE_NOTICES)[number] | null {
  if (monthlyAllowance <= 0) return null
  const used = ({ balance, topUp }: Balance): number => monthlyAllowance - (balance - topUp)
  return (
    ALLOWANCE_NOTICES.findLast((share) => used(before) * 100 < share * monthlyAllowance && used(after) * 100 >= share * monthlyAllowance) ??
    null
  )
}
