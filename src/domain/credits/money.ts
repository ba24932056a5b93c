/** US dollars per million tokens. */
export type Prices = { in: number; out: number }

/** The cost of the tokens in US dollars; `null` if no price is set. */
export function costOf(used: { promptTokens: number; completionTokens: number }, prices: Prices): number | null {
  if (prices.in === 0 && prices.out === 0) return null
  return (used.promptTokens * prices.in + used.completionTokens * prices.out) / 1_000_000
}

/** Formats US dollars: two significant digits below ten cents, otherwise cents. $0.042, $0.42, $12.30. */
export function dollars(amount: number): string {
  if (amount === 0) return '$0'
  if (amount < 0.0001) return 'less than $0.0001'
  const digits = amount >= 0.0995 ? 2 : 1 - Math.floor(Math.log10(amount))
  return `$${amount.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: digits })}`
}
