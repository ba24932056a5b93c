import { html } from 'hono/html'
import type { Html } from './html.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/** A relative time; a date if it is more than a month ago. */
export function timeAgo(timestamp: string, nowMs: number): string {
  const passedMs = nowMs - Date.parse(timestamp)
  if (passedMs < MINUTE_MS) return 'just now'
  if (passedMs < HOUR_MS) return RELATIVE.format(-Math.floor(passedMs / MINUTE_MS), 'minute')
  if (passedMs < DAY_MS) return RELATIVE.format(-Math.floor(passedMs / HOUR_MS), 'hour')
  if (passedMs < 30 * DAY_MS) return RELATIVE.format(-Math.floor(passedMs / DAY_MS), 'day')
  return `on ${new Date(timestamp).toLocaleDateString('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })}`
}

/** A relative time with the exact one as tooltip. */
export function time(timestamp: string): Html {
  const exact = new Date(timestamp).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'UTC' })
  return html`<time datetime="${timestamp}" title="${exact} UTC">${timeAgo(timestamp, Date.now())}</time>`
}

/** A duration in minutes and seconds. */
export function duration(fromTimestamp: string, toTimestamp: string): string {
  const seconds = Math.max(0, Math.round((Date.parse(toTimestamp) - Date.parse(fromTimestamp)) / 1_000))
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
