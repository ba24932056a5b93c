/** Only this much of a command's output is streamed while it runs; the result still contains its end. */
export const LIVE_BYTES = 256 * 1024

/** Streams one output of a command as text while it arrives, in whole characters, up to `LIVE_BYTES`. */
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
