const ERRORS = 20
const CHARACTERS = 500

/** The errors of a page, each once, at most twenty. */
export class PageErrors {
  readonly list: string[] = []

  add(error: string): void {
    if (this.list.length === ERRORS) return
    const text = error.slice(0, CHARACTERS).toWellFormed()
    if (!this.list.includes(text)) this.list.push(text)
  }
}
