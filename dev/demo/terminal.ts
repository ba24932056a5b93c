import { styleText } from 'node:util'

type Style = 'bold' | 'dim' | 'green' | 'red' | 'cyan'

export type Terminal = {
  line(text: string): void
  /** Shows one line that the next line replaces, only on a terminal. `null` removes it. */
  status(text: string | null): void
  /** Colors on a terminal, plain text elsewhere. */
  paint(style: Style, text: string): string
}

/** Writes lines and a status line to `stream`. */
export function createTerminal(stream: NodeJS.WriteStream): Terminal {
  let shown = false
  const wipe = (): void => {
    if (shown) stream.write('\r\u001b[K')
    shown = false
  }
  return {
    line(text) {
      wipe()
      stream.write(`${text}\n`)
    },
    status(text) {
      if (!stream.isTTY) return
      wipe()
      if (text === null) return
      stream.write(text.slice(0, Math.max(20, (stream.columns ?? 80) - 1)))
      shown = true
    },
    paint: (style, text) => styleText(style, text, { stream }),
  }
}
