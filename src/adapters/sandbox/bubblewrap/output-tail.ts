/** Keeps the end of a stream and never more than that. */
export class OutputTail {
  readonly #limitBytes: number
  #chunks: Buffer[] = []
  #keptBytes = 0
  /** All bytes that were added, kept or not. */
  totalBytes = 0

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes
  }

  add(chunk: Buffer): void {
    this.totalBytes += chunk.length
    this.#chunks.push(chunk)
    this.#keptBytes += chunk.length
    while (this.#keptBytes - (this.#chunks[0]?.length ?? 0) >= this.#limitBytes) this.#keptBytes -= this.#chunks.shift()?.length ?? 0
  }

  /** The kept bytes as text. Invalid bytes become U+FFFD, and the text starts with a whole character. */
  text(): string {
    const bytes = Buffer.concat(this.#chunks).subarray(-this.#limitBytes)
    const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80
    const start = this.totalBytes > bytes.length ? bytes.subarray(0, 4).findIndex((byte) => !isContinuation(byte)) : 0
    return new TextDecoder().decode(bytes.subarray(Math.max(0, start)))
  }
}
