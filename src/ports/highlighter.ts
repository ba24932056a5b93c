/** Highlights source code for our own pages. */
export interface Highlighter {
  /**
   * The lines of `text` as escaped HTML. The path's extension selects the language, and each span has its colors in `--code-light` and
   * `--code-dark`. Text that is too long or in an unknown language gets no colors.
   */
  lines(path: string, text: string): Promise<string[]>
}
