/** One number of a month, and what it was before. */
export type Figure = {
  id: string
  label: string
  value: number
  /** The value that it is compared with; not 0. */
  previous: number
  /** `cents` are in the currency's smallest unit; a `share` is between 0 and 1. */
  unit: 'cents' | 'count' | 'share'
  /** True where less is better, as with returns. */
  lowerIsBetter?: boolean
}

/** What the shop took in on one day. */
export type Day = {
  /** As in ISO 8601, such as "2026-03-14". */
  date: string
  revenueCents: number
  orders: number
}
