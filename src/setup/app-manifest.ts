import { parse } from 'yaml'
import { z } from 'zod'

const manifestSchema = z.looseObject({
  name: z.string(),
  url: z.url(),
  default_events: z.array(z.string()),
  default_permissions: z.record(z.string(), z.string()),
})

export type AppManifest = z.infer<typeof manifestSchema>

/** Reads the text of `app.yml`. */
export function parseManifest(text: string): AppManifest {
  return manifestSchema.parse(parse(text))
}

type Addresses = { hookUrl: string; redirectUrl: string; callbackUrl: string }

/** What GitHub is sent: the manifest, and where webhooks go, the person who makes the app, and people who sign in with it. */
export function completeManifest(manifest: AppManifest, { hookUrl, redirectUrl, callbackUrl }: Addresses): string {
  const addresses = { hook_attributes: { url: hookUrl, active: true }, redirect_url: redirectUrl, callback_urls: [callbackUrl] }
  return JSON.stringify({ ...manifest, ...addresses })
}
