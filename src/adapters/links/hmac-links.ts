import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Links } from '#src/ports/links.ts'

type LinkSettings = { publicUrl: string; secret: string; oldSecret?: string | null }

/** Links signed with HMAC-SHA256 over project and version; 128 bits of it are in the address. `oldSecret`: links signed with that are good, too. */
export function createHmacLinks({ publicUrl, secret, oldSecret = null }: LinkSettings): Links {
  const sign = (projectId: string, version: number, key = secret): string =>
    createHmac('sha256', key).update(`${projectId}/${version}`).digest().subarray(0, 16).toString('base64url')
  const page = (projectId: string, version: number): string => `${publicUrl}/p/${projectId}/${version}`
  return {
    versionPage: (projectId, version) => `${page(projectId, version)}?s=${sign(projectId, version)}`,
    picture: (projectId, version, name) => `${page(projectId, version)}/${name}.png?s=${sign(projectId, version)}`,
    checkReport: (projectId, version) => `${page(projectId, version)}/check.json?s=${sign(projectId, version)}`,
    verify(projectId, version, signature) {
      const given = Buffer.from(signature)
      return [secret, ...(oldSecret === null ? [] : [oldSecret])].some((key) => {
        const expected = Buffer.from(sign(projectId, version, key))
        return given.length === expected.length && timingSafeEqual(given, expected)
      })
    },
  }
}
