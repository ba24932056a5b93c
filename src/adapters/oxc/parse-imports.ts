import { reader } from '#src/domain/shared/hostile-text.ts'
import { lineFinder } from '#src/domain/shared/line-finder.ts'
import type { ImportSite } from '#src/ports/source-reader.ts'
import { parseModule } from './parse-module.ts'

export const importsOf = reader('importsOf', (path: string, text: string): ImportSite[] | null => {
  const module = parseModule(path, text)?.module
  if (module === undefined) return null
  /** Keyed by offset: `export { a, b } from 'c'` is two exports but one import. */
  const specifiers = new Map<number, string>()
  for (const { moduleRequest, entries } of module.staticImports) {
    if (entries.length === 0 || entries.some(({ isType }) => !isType)) specifiers.set(moduleRequest.start, moduleRequest.value)
  }
  for (const { moduleRequest, isType } of module.staticExports.flatMap(({ entries }) => entries)) {
    if (moduleRequest !== null && !isType) specifiers.set(moduleRequest.start, moduleRequest.value)
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const literal = /^(["'`])([^"'`$]+)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[2]
    if (literal !== undefined) specifiers.set(moduleRequest.start, literal)
  }
  const lineAt = lineFinder(text)
  return [...specifiers].toSorted(([a], [b]) => a - b).map(([offset, specifier]) => ({ specifier, line: lineAt(offset) }))
})
