/** What a design system cares about in one file. Lines are counted from 1. */
export type SourceOutline = {
  /** Components that the file exports, by their names. */
  components: { name: string; line: number }[]
  /** JSX elements as written, such as `button` or `Card.Title`. */
  elements: { name: string; line: number; hasClass: boolean; hasRole: boolean }[]
  /** Texts of the code but for what is imported: attributes, strings, parts of templates. */
  strings: { text: string; line: number }[]
  /** Values that `style` attributes give by hand, with the property. */
  styles: { property: string; value: string | number; line: number }[]
}
