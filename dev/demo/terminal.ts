import { styleText } from 'node:util'

type Style = 'bold' | 'dim' | 'green' | 'red' | 'cyan'

export type Terminal = {
  line(text: string): void
  /** What goes on at this moment, in one line that the next one replaces; shown on a terminal only. `null` takes it away. */
  status(text: string | null): void
  /** Colours on a terminal, plain text elsewhere. */
  paint(style: Style, text: string): string
}

/** The stream that people read. */
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
