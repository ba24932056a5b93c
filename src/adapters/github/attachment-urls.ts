/** Paths of uploads on GitHub's own origin. No other path there is requested as an attachment. */
const UPLOADS = /^\/(?:user-attachments\/assets\/[0-9a-f-]{36}|[\w.-]+\/[\w.-]+\/assets\/\d+\/[0-9a-f-]{36})$/i
/** Storage hosts that texts link to directly. `STORAGE_HOSTS` are hosts that GitHub redirects to. */
const LINKED_HOSTS = ['user-images.githubusercontent.com', 'private-user-images.githubusercontent.com']
const STORAGE_HOSTS = /^(?:[a-z0-9-]+\.githubusercontent\.com|github-production-user-asset-[a-z0-9]+\.s3(?:\.[a-z0-9-]+)?\.amazonaws\.com)$/

/** The origin of GitHub's pages. On GitHub Enterprise Server it is also the origin of the API. */
export function ownOrigin(apiUrl: string): string {
  const { origin } = new URL(apiUrl)
  return origin === 'https://api.github.com' ? 'https://github.com' : origin
}

/**
 * `own`: GitHub itself, which may receive our token. `storage`: where GitHub keeps uploads, which must not. `null`: an address that we
 * don't request.
 */
export function classifyAttachmentUrl(address: string, origin: string, redirected: boolean): 'own' | 'storage' | null {
  const url = URL.parse(address)
  if (url === null || url.username !== '' || url.password !== '') return null
  if (url.origin === origin) return UPLOADS.test(url.pathname) ? 'own' : null
  if (url.protocol !== 'https:' || url.port !== '') return null
  const isKnown = LINKED_HOSTS.includes(url.hostname) || (redirected && STORAGE_HOSTS.test(url.hostname))
  return isKnown ? 'storage' : null
}
