/** So long changes are gathered: one transaction is one change to whoever looks. */
const SETTLE_MS = 100

/** Tells those who look at something that rows have changed, shortly after. */
export class Changes {
  readonly #listeners = new Set<() => void>()
  #pending = false

  note(): void {
    if (this.#pending || this.#listeners.size === 0) return
    this.#pending = true
    const tell = (): void => {
      this.#pending = false
      for (const listener of this.#listeners) listener()
    }
    setTimeout(tell, SETTLE_MS).unref()
  }

  /** What is answered ends it. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
}
