/** One word of a POSIX shell's command line that means this text and nothing else. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
