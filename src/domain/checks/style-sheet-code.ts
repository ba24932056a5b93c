import type { Annotation } from '../projects/records.ts'

/**
 * Any file that is not a script: it may be a style sheet or imported by one. `before`: the text before the change, `null` if the file is
 * new.
 */
export type Sheet = { path: string; text: string; before: string | null }

/**
 * Style sheets can load modules that run during the build, and such code could make the page differ from its sources. So a turn may not add
 * such a module, change one that a sheet loads, or import a file as a sheet whose name is not one.
 */
export function styleSheetCodeFindings(sheets: readonly Sheet[], changed: readonly string[]): Annotation[] {
  return sheets.flatMap(({ path, text, before }) => {
    const known = new Set(rulesOf(before ?? '').map(keyOf))
    const isFound = (rule: Rule): boolean => {
      if (RUNS.has(rule.name)) return !known.has(keyOf(rule)) || isChanged(path, rule.named, changed)
      return isSheet(path) && !known.has(keyOf(rule)) && !mayBring(rule.named)
    }
    const found = rulesOf(text).filter(isFound).slice(0, FOUND)
    // Both readings may have found the same rule.
    const places = new Map(found.toReversed().map(({ name, named, line }) => [`${line()} ${name}`, { line: line(), name, named }]))
    return [...places.values()]
      .toSorted((one, other) => one.line - other.line)
      .map(({ line, name, named }) => {
        const what = RUNS.has(name) ? 'Code that runs while the page is built' : 'Not a style sheet'
        return { path, line, level: 'failure' as const, message: `${what}: ${named}` }
      })
  })
}

type Rule = { name: string; named: string; line: () => number }

/** Maximum number of findings per file. */
const FOUND = 50
const RUNS = new Set(['plugin', 'config'])
/** Excludes longer rule names and scoped packages. */
const RULE = /@(plugin|config|import|reference)(?![\w-]|\/[^*])\s*([^;{}]{0,300})/g

/** Reads the text with and without comments: a rule hidden from one reading is found by the other. */
function rulesOf(text: string): Rule[] {
  return [withoutComments(text), { text, lineAt: (index: number) => linesIn(text.slice(0, index)) + 1 }].flatMap((view) =>
    [...view.text.matchAll(RULE)].map(({ index, 1: name = '', 2: rest = '' }) => ({
      name,
      named: nameIn(rest),
      line: () => view.lineAt(index),
    })),
  )
}

function withoutComments(text: string): { text: string; lineAt: (index: number) => number } {
  const cuts: { at: number; lines: number }[] = []
  let cut = 0
  // A string may contain the start of a comment.
  const rest = text.replace(
    /\\[\s\S]|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'/g,
    (token: string, at: number): string => {
      if (!token.startsWith('/*')) return token
      cuts.push({ at: at - cut, lines: linesIn(token) })
      cut += token.length
      return ''
    },
  )
  const lineAt = (index: number): number =>
    cuts.reduce((line, { at, lines }) => (at <= index ? line + lines : line), linesIn(rest.slice(0, index)) + 1)
  return { text: rest, lineAt }
}

function linesIn(text: string): number {
  return text.split('\n').length - 1
}

/** The quoted text, or else the whole text, on one line. */
function nameIn(text: string): string {
  const [, , quoted] = /^(?:url\(\s*)?(["'])(.*?)\1/s.exec(text) ?? []
  return (quoted ?? text).replaceAll(/\s+/g, ' ').trim()
}

function keyOf({ name, named }: Rule): string {
  return `${name} ${named}`
}

function isSheet(path: string): boolean {
  return /\.(?:css|scss)$/.test(path)
}

/** Style sheets, those of packages, and URLs that the visitor's browser loads. */
function mayBring(named: string): boolean {
  const plain = named.replace(/^url\(\s*|\s*\).*$/g, '')
  if (/^https?:\/\//.test(plain)) return true
  const [, ending] = /(\.[^./]*)$/.exec(plain.split(' ')[0] ?? '') ?? []
  return !/[\\?]|.#/.test(plain) && (ending === undefined || /^\.(?:css|scss|sass|less|pcss)$/.test(ending))
}

function isChanged(sheet: string, named: string, changed: readonly string[]): boolean {
  const target = resolved(sheet, named)
  return target !== null && changed.some((path) => path === target || path.replace(/(?:\/index)?\.[cm]?[jt]sx?$/, '') === target)
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
