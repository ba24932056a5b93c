/** Changes within this time are reported as one, such as those of one transaction. */
const SETTLE_MS = 100

/** Notifies listeners shortly after rows have changed. */
export class Changes {
  readonly #listeners = new Set<() => void>()
  #pending = false

  note(): void {
    if (this.#pending || this.#listeners.size === 0) return
    this.#pending = true
    const notify = (): void => {
      this.#pending = false
      for (const listener of this.#listeners) listener()
    }
    setTimeout(notify, SETTLE_MS).unref()
  }

  /** Returns a function that stops listening. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }
}
