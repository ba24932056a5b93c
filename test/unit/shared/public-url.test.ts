import { expect, test } from 'vitest'
import { isPublicUrl } from '#src/domain/shared/public-url.ts'

test.each<[string, boolean]>([
  ['https://ollio.example', true],
  ['https://previews.ollio.example:8443/a', true],
  ['http://ollio.example', false],
  ['https://localhost', false],
  ['https://ollio', false],
  ['https://ollio.local', false],
  ['https://ollio.internal', false],
  ['https://127.0.0.1', false],
  ['https://[::1]', false],
])('%s is public: %s', (url, expected) => {
  expect(isPublicUrl(url)).toBe(expected)
})
