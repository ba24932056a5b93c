/** Colours source code for our own pages. */
export interface Highlighter {
  /**
   * The lines of `text` as HTML, escaped, in the colours of `--code-light` and `--code-dark` of each span; by the language that the
   * path's ending tells. Text that is too long, or in a language that it doesn't know, comes back without colours.
   */
  lines(path: string, text: string): Promise<string[]>
}
