import { generateKeyPairSync } from 'node:crypto'

/** A private key that no GitHub knows. */
export const { privateKey } = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
})

/** GitHub's answer to a request for a token. */
export function token() {
  return { token: 'ghs_1', expires_at: new Date(Date.now() + 3_600_000).toISOString(), permissions: {}, repository_selection: 'selected' }
}
