import { describe, expect, test } from 'vitest'
import { createHmacLinks } from '#src/adapters/links/hmac-links.ts'

const links = createHmacLinks({ publicUrl: 'https://ollio.example', secret: 'a-secret-of-the-links' })
const PROJECT = '0190a000-0000-7000-8000-000000000001'
const signatureOf = (link: string) => new URL(link).searchParams.get('s') ?? ''
const signature = signatureOf(links.versionPage(PROJECT, 2))

test('the page, pictures and check report of a version share one signature', () => {
  expect(links.versionPage(PROJECT, 2)).toBe(`https://ollio.example/p/${PROJECT}/2?s=${signature}`)
  expect(links.picture(PROJECT, 2, '375-dark')).toBe(`https://ollio.example/p/${PROJECT}/2/375-dark.png?s=${signature}`)
  expect(links.checkReport(PROJECT, 2)).toBe(`https://ollio.example/p/${PROJECT}/2/check.json?s=${signature}`)
  expect(signature).toMatch(/^[\w-]{22}$/)
})

describe('a signature', () => {
  test('a signature is valid for its own version', () => {
    expect(links.verify(PROJECT, 2, signature)).toBe(true)
  })

  test.each<[string, string, number, string]>([
    ['another version', PROJECT, 3, signature],
    ['another project', PROJECT.replace(/1$/, '2'), 2, signature],
    ['a project that ends with a digit of the version', `${PROJECT}/1`, 2, signature],
    ['a shorter one', PROJECT, 2, signature.slice(0, -1)],
    ['a longer one', PROJECT, 2, `${signature}A`],
    ['a signature with as many characters but more bytes', PROJECT, 2, 'é'.repeat(22)],
    ['none', PROJECT, 2, ''],
    ['a signature in another case', PROJECT, 2, signature.toUpperCase()],
  ])('a signature is invalid for %s', (_case, project, version, given) => {
    expect(links.verify(project, version, given)).toBe(false)
  })

  test('a signature depends on the secret', () => {
    const other = createHmacLinks({ publicUrl: 'https://ollio.example', secret: 'another-secret-of-them' })
    expect(other.verify(PROJECT, 2, signature)).toBe(false)
    expect(signatureOf(other.versionPage(PROJECT, 2))).not.toBe(signature)
  })
})

test('links signed with the old secret stay valid, and new ones are signed with the new secret', () => {
  const publicUrl = 'https://ollio.example'
  const before = createHmacLinks({ publicUrl, secret: 'the secret before' })
  const during = createHmacLinks({ publicUrl, secret: 'the secret of today', oldSecret: 'the secret before' })
  const after = createHmacLinks({ publicUrl, secret: 'the secret of today' })
  const signed = (by: typeof links) => signatureOf(by.versionPage('p', 1))
  expect([during.verify('p', 1, signed(before)), during.verify('p', 1, signed(during))]).toEqual([true, true])
  expect([after.verify('p', 1, signed(before)), after.verify('p', 1, signed(during))]).toEqual([false, true])
})
