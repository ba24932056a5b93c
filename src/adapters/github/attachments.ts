import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import type { Attachment, CodeHost } from '#src/ports/code-host.ts'
import { callGitHub } from './github-failure.ts'
import type { Clients } from './octokit.ts'
import { ownOrigin, classifyAttachmentUrl } from './attachment-urls.ts'

const ATTACHMENT_MS = 20_000
const HOPS = 4
const REDIRECTS = [301, 302, 303, 307, 308]

/**
 * Files that people upload into comments. Anybody can write the addresses, so only GitHub's own are requested, and each redirect is checked
 * again.
 */
export function createAttachments(clients: Clients, apiUrl: string): Pick<CodeHost, 'attachment'> {
  const origin = ownOrigin(apiUrl)
  const get = async (repository: RepositoryRef, url: string, signal: AbortSignal): Promise<Response | Attachment> => {
    let address = url
    for (let hop = 0; hop <= HOPS; hop += 1) {
      const kind = classifyAttachmentUrl(address, origin, hop > 0)
      if (kind === null) return { ok: false, problem: hop === 0 ? 'foreign' : 'unreachable' }
      const token = kind === 'own' ? await clients.tokenFor(repository, 'listen') : null
      const headers = { accept: 'image/*', 'user-agent': 'ollio', ...(token === null ? {} : { authorization: `token ${token}` }) }
      const response = await fetch(address, { headers, redirect: 'manual', signal })
      if (!REDIRECTS.includes(response.status)) return response
      await response.body?.cancel()
      address = URL.parse(response.headers.get('location') ?? '', address)?.href ?? ''
    }
    return { ok: false, problem: 'unreachable' }
  }
  return {
    attachment: (repository, url, limitBytes, signal) =>
      callGitHub(async () => {
        const clock = AbortSignal.any([signal, AbortSignal.timeout(ATTACHMENT_MS)])
        try {
          const response = await get(repository, url, clock)
          if (!(response instanceof Response)) return response
          if (response.ok) return await readUpTo(response, limitBytes)
          await response.body?.cancel()
        } catch (error) {
          if (signal.aborted || !isUnreachable(error)) throw error
        }
        return { ok: false, problem: 'unreachable' }
      }, signal),
  }
}

/** `fetch` throws these when a connection fails or our timeout expires. */
function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof DOMException && error.name === 'TimeoutError')
}

async function readUpTo({ headers, body }: Response, limitBytes: number): Promise<Attachment> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  if (body === null) return { ok: true, bytes: new Uint8Array() }
  const tooLarge = Number(headers.get('content-length') ?? 0) > limitBytes
  if (tooLarge) await body.cancel()
  else
    for await (const chunk of body) {
      bytes += chunk.byteLength
      if (bytes > limitBytes) break
      chunks.push(chunk)
    }
  return tooLarge || bytes > limitBytes ? { ok: false, problem: 'too-large' } : { ok: true, bytes: new Uint8Array(Buffer.concat(chunks)) }
}
