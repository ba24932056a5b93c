/** True for an https URL that other machines can reach: not an IP address, and not a local host name. */
export function isPublicUrl(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return (
    protocol === 'https:' &&
    /[a-z]$/i.test(hostname) &&
    hostname.includes('.') &&
    !/\.(?:local|localhost|internal|lan|test)$/i.test(hostname)
  )
}
