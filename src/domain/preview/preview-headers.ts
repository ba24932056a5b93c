/**
 * Response headers of all generated content. The page has an opaque origin, where 'self' matches nothing, so the policy names PREVIEW_URL,
 * and CORS must allow any origin for module scripts and fonts. Source: https://www.w3.org/TR/CSP3/#directive-sandbox
 */
export function previewHeaders({
  previewUrl,
  publicUrl,
  contentType,
}: {
  previewUrl: string
  publicUrl: string
  contentType: string
}): Record<string, string> {
  // A source with a path would match only that path.
  const { origin } = new URL(previewUrl)
  const policy = [
    // Forms may be submitted to the page's own scripts; `form-action` blocks all other targets.
    'sandbox allow-scripts allow-forms',
    `default-src 'none'`,
    `script-src ${origin}`,
    `style-src ${origin} 'unsafe-inline'`,
    `img-src ${origin} data: blob:`,
    `font-src ${origin} data:`,
    `media-src ${origin} data: blob:`,
    `connect-src ${origin}`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors ${new URL(publicUrl).origin}`,
  ]
  return {
    'content-type': contentType,
    'content-security-policy': policy.join('; '),
    'access-control-allow-origin': '*',
    'cache-control': 'public, max-age=31536000, immutable',
    'cross-origin-resource-policy': 'cross-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
  }
}
