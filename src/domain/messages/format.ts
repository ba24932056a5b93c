/** Numbers, times and days in words. */

export function formatCount(number: number, thing: string): string {
  return `${number} ${thing}${number === 1 ? '' : 's'}`
}

/** A clock that was set back gives no negative time. */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}

export function formatDay(date: Date): string {
  return date.toISOString().slice(0, 10)
}
