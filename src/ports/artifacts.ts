/** Content-addressed storage: a key is the lower-case hex SHA-256 of the bytes. */
export interface Artifacts {
  /** Stores the bytes and returns their key. Idempotent. */
  put(bytes: Uint8Array): Promise<string>
  /** Fails with 'artifact-missing' if nothing is stored under the key. */
  get(key: string): Promise<Uint8Array>
  /** Deletes an artifact that was last stored before `unlessPutSince`. Returns false if it was stored later and is kept. */
  remove(key: string, unlessPutSince: Date): Promise<boolean>
}
