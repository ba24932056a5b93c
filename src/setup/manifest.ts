import { parse } from 'yaml'
import { z } from 'zod'

const manifestSchema = z.looseObject({
  name: z.string(),
  url: z.url(),
  default_events: z.array(z.string()),
  default_permissions: z.record(z.string(), z.string()),
})

export type Manifest = z.infer<typeof manifestSchema>

/** Reads the text of `app.yml`. */
export function parseManifest(text: string): Manifest {
  return manifestSchema.parse(parse(text))
}

/** What GitHub is sent: the manifest, and where webhooks and the person go. */
export function completeManifest(manifest: Manifest, { hookUrl, redirectUrl }: { hookUrl: string; redirectUrl: string }): string {
  return JSON.stringify({ ...manifest, hook_attributes: { url: hookUrl, active: true }, redirect_url: redirectUrl })
}
