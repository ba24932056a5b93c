import { expect, test } from 'vitest'
import { previewHeaders } from '#src/domain/preview/preview-headers.ts'

const URLS = { previewUrl: 'https://previews.example', publicUrl: 'https://ollio.example' }

test('generated pages are sandboxed, and their files may be loaded from any origin', () => {
  expect(previewHeaders({ ...URLS, contentType: 'text/html; charset=utf-8' })).toEqual({
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': [
      'sandbox allow-scripts allow-forms',
      `default-src 'none'`,
      'script-src https://previews.example',
      `style-src https://previews.example 'unsafe-inline'`,
      'img-src https://previews.example data: blob:',
      'font-src https://previews.example data:',
      'media-src https://previews.example data: blob:',
      'connect-src https://previews.example',
      `base-uri 'none'`,
      `form-action 'none'`,
      'frame-ancestors https://ollio.example',
    ].join('; '),
    'access-control-allow-origin': '*',
    'cache-control': 'public, max-age=31536000, immutable',
    'cross-origin-resource-policy': 'cross-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex',
  })
})

test.each([
  ['http://127.0.0.1:3001', 'http://127.0.0.1:3001'],
  ['https://previews.example:443/below/a/path', 'https://previews.example'],
  ['https://previews.example/;script-src *', 'https://previews.example'],
])('the policy of previews at %s names the origin %s', (previewUrl, origin) => {
  const policy = previewHeaders({ ...URLS, previewUrl, contentType: 'text/css' })['content-security-policy'] ?? ''
  expect(policy.split('; ')).toContain(`script-src ${origin}`)
  expect(policy.match(/script-src/g)).toHaveLength(1)
})
