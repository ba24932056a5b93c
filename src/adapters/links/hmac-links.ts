import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Links } from '#src/ports/links.ts'

type LinkSettings = { publicUrl: string; secret: string; oldSecret?: string | null }

/**
 * Links signed with HMAC-SHA256 over what they show. The address contains 128 bits of the signature. Links signed with `oldSecret` are
 * accepted too.
 */
export function createHmacLinks({ publicUrl, secret, oldSecret = null }: LinkSettings): Links {
  const sign = (subject: string, key = secret): string =>
    createHmac('sha256', key).update(subject).digest().subarray(0, 16).toString('base64url')
  const link = (subject: string, below = ''): string => `${publicUrl}/p/${subject}${below}?s=${sign(subject)}`
  const isSigned = (subject: string, signature: string): boolean => {
    const given = Buffer.from(signature)
    return [secret, ...(oldSecret === null ? [] : [oldSecret])].some((key) => {
      const expected = Buffer.from(sign(subject, key))
      return given.length === expected.length && timingSafeEqual(given, expected)
    })
  }
  return {
    versionPage: (projectId, version) => link(`${projectId}/${version}`),
    picture: (projectId, version, name) => link(`${projectId}/${version}`, `/${name}.png`),
    checkReport: (projectId, version) => link(`${projectId}/${version}`, '/check.json'),
    turnPage: (projectId, number) => link(`${projectId}/turns/${number}`),
    repositoryPage: ({ owner, name }) => `${publicUrl}/r/${owner}/${name}`,
    verify: (projectId, version, signature) => isSigned(`${projectId}/${version}`, signature),
    verifyTurn: (projectId, number, signature) => isSigned(`${projectId}/turns/${number}`, signature),
  }
}
