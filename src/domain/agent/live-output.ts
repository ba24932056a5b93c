/** More than this of a command's output is not passed on while it runs; its end is in the result all the same. */
export const LIVE_BYTES = 256 * 1024

/** Passes one stream of a command's output on as text while it comes, in whole characters, up to `LIVE_BYTES`. */
export class LiveOutput {
  readonly #onText: (text: string) => void
  readonly #decoder = new TextDecoder()
  #leftBytes = LIVE_BYTES

  constructor(onText: (text: string) => void) {
    this.#onText = onText
  }

  add(bytes: Uint8Array): void {
    const passed = bytes.subarray(0, this.#leftBytes)
    this.#leftBytes -= passed.length
    const text = this.#decoder.decode(passed, { stream: true })
    if (text !== '') this.#onText(text)
  }
}
