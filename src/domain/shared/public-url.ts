/** True for an https address that other machines can reach: no number, no name of this machine or of a local network. */
export function isPublicUrl(url: string): boolean {
  const { protocol, hostname } = new URL(url)
  return (
    protocol === 'https:' &&
    /[a-z]$/i.test(hostname) &&
    hostname.includes('.') &&
    !/\.(?:local|localhost|internal|lan|test)$/i.test(hostname)
  )
}
