/**
 * Response headers of everything that was generated. The page runs on an opaque origin, where 'self' matches nothing,
 * so the policy names PREVIEW_URL; module scripts and fonts then need to be shared with any origin.
 * Source: https://www.w3.org/TR/CSP3/#directive-sandbox
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
  const policy = [
    'sandbox allow-scripts',
    `default-src 'none'`,
    `script-src ${previewUrl}`,
    `style-src ${previewUrl} 'unsafe-inline'`,
    `img-src ${previewUrl} data: blob:`,
    `font-src ${previewUrl} data:`,
    `media-src ${previewUrl} data: blob:`,
    `connect-src ${previewUrl}`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors ${publicUrl}`,
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
