const short = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' })
const long = new Intl.DateTimeFormat('en-US', { weekday: 'long', month: 'long', day: 'numeric', timeZone: 'UTC' })

/** Formats a day such as "2026-03-14": "Mar 14", or "Saturday, March 14". */
export function formatDay(date: string, length: 'short' | 'long' = 'short') {
  return (length === 'short' ? short : long).format(new Date(date))
}
