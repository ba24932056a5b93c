import { parse } from 'yaml'
import { z } from 'zod'

const manifestSchema = z.looseObject({
  name: z.string(),
  url: z.url(),
  default_events: z.array(z.string()),
  default_permissions: z.record(z.string(), z.string()),
})

export type AppManifest = z.infer<typeof manifestSchema>

/** Parses the content of `app.yml`. */
export function parseManifest(text: string): AppManifest {
  return manifestSchema.parse(parse(text))
}

type Addresses = { hookUrl: string; redirectUrl: string; callbackUrl: string }

/** The manifest that is sent to GitHub, as JSON. Adds the URLs for webhooks, for the return after the app is created, and for sign-in. */
export function completeManifest(manifest: AppManifest, { hookUrl, redirectUrl, callbackUrl }: Addresses): string {
  const addresses = { hook_attributes: { url: hookUrl, active: true }, redirect_url: redirectUrl, callback_urls: [callbackUrl] }
  return JSON.stringify({ ...manifest, ...addresses })
}
