/** The parts of a file that matter to a design system. Lines are counted from 1. */
export type SourceOutline = {
  /** The components that the file exports, by name. */
  components: { name: string; line: number }[]
  /** JSX elements as written, such as `button` or `Card.Title`. */
  elements: { name: string; line: number; hasClass: boolean; hasRole: boolean }[]
  /** Strings in the code, except in imports: attributes, string literals, template parts. */
  strings: { text: string; line: number }[]
  /** Literal values in `style` attributes, with their property. */
  styles: { property: string; value: string | number; line: number }[]
}
