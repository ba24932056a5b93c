/** The parts of a file that matter to its looks. Lines are counted from 1. */
export type SourceOutline = {
  /** The components that the file exports, by name. */
  components: { name: string; line: number }[]
  /** JSX elements as written, such as `button` or `Card.Title`. */
  elements: { name: string; line: number; hasClass: boolean; hasRole: boolean }[]
  /** Strings in the code, except in imports: attributes, string literals, template parts. */
  strings: { text: string; line: number }[]
  /** Literal values in `style` attributes, with their property. */
  styles: { property: string; value: string | number; line: number }[]
  /** Whole class names in class attributes and in calls of functions such as `clsx`, `cn`, `cva` and `tv`. */
  classes: { name: string; line: number }[]
  /** Names that are read from CSS modules, such as `card` of `styles.card`; `specifier` as imported. */
  moduleClasses: { specifier: string; name: string; line: number }[]
}
