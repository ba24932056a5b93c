import type { Annotation } from '../projects/records.ts'

/**
 * Specifiers that make a bundler read a script, or the specifier itself, as a style sheet, or run a loader; also those that can't be parsed
 * safely.
 */
const MISTAKEN = /^data:|[!\\]|.[?#&].*css/i
/** The same for many files at once, through an option of `import.meta.glob`. */
const MANY = /\bimport\.meta\.glob\b/
const OPTION = /\bquery\b|\blang\.css\b|\\/

/**
 * Imports in a script that make the build read a file as a style sheet although its name is not one: such a file could load modules that
 * run during the build. Lines that already existed in `before` don't count.
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
    .map(({ specifier, line }) => ({
      path,
      line,
      level: 'failure',
      message: `Imported as another file type than its name says: ${specifier}`,
    }))
}
