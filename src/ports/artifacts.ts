/** Content-addressed storage: a key is the lower-case hex SHA-256 of the bytes. */
export interface Artifacts {
  /** Harmless the second time. */
  put(bytes: Uint8Array): Promise<string>
  /** Fails with `Failure` 'artifact-missing' where nothing is stored under the key. */
  get(key: string): Promise<Uint8Array>
  /** Removes what was last put before that time; false where it was put later, and stays. */
  remove(key: string, unlessPutSince: Date): Promise<boolean>
}
