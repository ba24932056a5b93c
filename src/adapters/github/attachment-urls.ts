/** Where people's uploads lie below GitHub's own origin; nothing else there is asked for them. */
const UPLOADS = /^\/(?:user-attachments\/assets\/[0-9a-f-]{36}|[\w.-]+\/[\w.-]+\/assets\/\d+\/[0-9a-f-]{36})$/i
/** Storage that texts link to, and that GitHub redirects to. */
const LINKED_HOSTS = ['user-images.githubusercontent.com', 'private-user-images.githubusercontent.com']
const STORAGE_HOSTS = /^(?:[a-z0-9-]+\.githubusercontent\.com|github-production-user-asset-[a-z0-9]+\.s3(?:\.[a-z0-9-]+)?\.amazonaws\.com)$/

/** The origin of GitHub's pages: of an installation of one's own, that of its API too. */
export function ownOrigin(apiUrl: string): string {
  const { origin } = new URL(apiUrl)
  return origin === 'https://api.github.com' ? 'https://github.com' : origin
}

/** `own`: GitHub itself, which may see our token. `storage`: where GitHub keeps uploads, which may not. `null`: nowhere that we ask. */
export function classifyAttachmentUrl(address: string, origin: string, redirected: boolean): 'own' | 'storage' | null {
  const url = URL.parse(address)
  if (url === null || url.username !== '' || url.password !== '') return null
  if (url.origin === origin) return UPLOADS.test(url.pathname) ? 'own' : null
  if (url.protocol !== 'https:' || url.port !== '') return null
  const isKnown = LINKED_HOSTS.includes(url.hostname) || (redirected && STORAGE_HOSTS.test(url.hostname))
  return isKnown ? 'storage' : null
}
