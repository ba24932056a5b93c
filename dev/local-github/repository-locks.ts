/** Serializes the changes of refs in each repository, so that comparing the refs before and after shows what one change did. */
export class RepositoryLocks {
  readonly #tails = new Map<number, Promise<void>>()

  async withLock<T>(repositoryId: number, work: () => Promise<T>): Promise<T> {
    const before = this.#tails.get(repositoryId) ?? Promise.resolve()
    const result = before.then(work)
    const tail = result.then(
      () => undefined,
      () => undefined,
    )
    this.#tails.set(repositoryId, tail)
    try {
      return await result
    } finally {
      if (this.#tails.get(repositoryId) === tail) this.#tails.delete(repositoryId)
    }
  }
}
