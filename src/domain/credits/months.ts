/** The month in UTC: '2026-11'. */
export function monthOf(moment: Date): string {
  return moment.toISOString().slice(0, 7)
}

/** Midnight UTC on the first day of the next month. */
export function firstOfNextMonth(moment: Date): Date {
  return new Date(Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth() + 1, 1))
}
