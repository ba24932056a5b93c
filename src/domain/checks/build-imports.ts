import type { Annotation } from '../projects/records.ts'

/** What makes a bundler take a script, or the address itself, for a style sheet, or run a loader; and what can't be read as it stands. */
const MISTAKEN = /^data:|[!\\]|.[?#&].*css/i
/** The same for many files at once, as an option of `import.meta.glob`. */
const MANY = /\bimport\.meta\.glob\b/
const OPTION = /\bquery\b|\blang\.css\b|\\/

/**
 * Imports of a script by which something that isn't called a style sheet would be read as one while the page is built, and could name
 * modules that run there. Lines that stood in the file `before` don't count.
 */
export function buildImports(
  { path, text, before }: { path: string; text: string; before: string | null },
  imports: readonly { specifier: string; line: number }[],
): Annotation[] {
  const lines = text.split('\n')
  const known = new Set(before?.split('\n').map((line) => line.trim()))
  const many = OPTION.test(text)
    ? lines.flatMap((line, index) => (MANY.test(line) ? [{ specifier: line.trim(), line: index + 1 }] : []))
    : []
  return [...imports.filter(({ specifier }) => MISTAKEN.test(specifier)), ...many]
    .filter(({ line }) => !known.has((lines[line - 1] ?? '').trim()))
    .map(({ specifier, line }) => ({ path, line, level: 'failure', message: `Read as another thing than it is called: ${specifier}` }))
}
