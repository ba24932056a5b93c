/** GitHub's timestamps: ISO 8601 in UTC without milliseconds. */
export function now(): string {
  return toTimestamp(new Date())
}

export function toTimestamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, 'Z')
}
