import { z } from 'zod'

/** The credentials that GitHub returns once for a manifest code. */
export type MadeApp = {
  id: number
  privateKey: string
  webhookSecret: string | null
  clientId: string
  clientSecret: string
  installUrl: string
}

export type Conversion = { kind: 'made'; app: MadeApp } | { kind: 'refused' } | { kind: 'unreachable' }

const TIMEOUT_MS = 15_000
const conversionSchema = z.object({
  id: z.number().int().positive(),
  pem: z.string().min(1),
  webhook_secret: z.string().min(1).nullish(),
  client_id: z.string().min(1),
  client_secret: z.string().min(1),
  html_url: z.url(),
})

/**
 * Exchanges the manifest code for the app's credentials. A code works once, within an hour.
 * https://docs.github.com/en/rest/apps/apps#create-a-github-app-from-a-manifest
 */
export async function exchangeManifestCode(github: { url: string; apiUrl: string }, code: string): Promise<Conversion> {
  try {
    const response = await fetch(`${github.apiUrl}/app-manifests/${encodeURIComponent(code)}/conversions`, {
      method: 'POST',
      headers: { accept: 'application/vnd.github+json', 'user-agent': 'ollio', 'x-github-api-version': '2022-11-28' },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (response.status >= 500 || response.status === 429) return { kind: 'unreachable' }
    const conversion = conversionSchema.safeParse(response.ok ? await response.json() : null)
    if (!conversion.success) return { kind: 'refused' }
    const { id, pem, webhook_secret: webhookSecret, client_id: clientId, client_secret: clientSecret, html_url: page } = conversion.data
    const app = {
      id,
      privateKey: pem,
      webhookSecret: webhookSecret ?? null,
      clientId,
      clientSecret,
      installUrl: installUrl(page, github.url),
    }
    return { kind: 'made', app }
  } catch {
    // Unreachable, interrupted or not JSON: the code may still be valid.
    return { kind: 'unreachable' }
  }
}

/** Falls back to the app settings if the link does not point to this GitHub. */
function installUrl(page: string, githubUrl: string): string {
  return new URL(page).origin === new URL(githubUrl).origin ? `${page}/installations/new` : `${githubUrl}/settings/apps`
}
