import type { Annotation } from './records.ts'

/**
 * Style sheets can name modules that run while the page is built, and what runs there could make the page another one than its
 * sources say. So a turn may bring in no such module, and change none that a sheet names.
 */
export function styleCode(sheets: { path: string; text: string; before: string | null }[], changed: readonly string[]): Annotation[] {
  return sheets.flatMap(({ path, text, before }) =>
    text.split('\n').flatMap((line, index) => {
      const named = /@(?:plugin|config)\s+["']([^"']+)["']/.exec(line)?.[1]
      if (named === undefined) return []
      const isKnown = before?.includes(line.trim()) ?? false
      const target = resolved(path, named)
      const isChanged = target !== null && changed.some((other) => other === target || other.replace(/\.[cm]?[jt]s$/, '') === target)
      if (isKnown && !isChanged) return []
      return [{ path, line: index + 1, level: 'failure' as const, message: `Code that runs while the page is built: ${named}` }]
    }),
  )
}

function resolved(sheet: string, named: string): string | null {
  if (!named.startsWith('.')) return null
  const parts = sheet.split('/').slice(0, -1)
  for (const part of named.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}
