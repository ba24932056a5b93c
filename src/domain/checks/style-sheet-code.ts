import type { Annotation } from '../projects/records.ts'

/** A file that a style sheet may be, or be made of: what is no script. `before`: as it was, `null` where it is new. */
export type Sheet = { path: string; text: string; before: string | null }

/**
 * Style sheets can name modules that run while the page is built, and what runs there could make the page another one than its
 * sources say. So a turn may bring in no such module, change none that a sheet names, and bring in no sheet that isn't called one.
 */
export function styleSheetCode(sheets: readonly Sheet[], changed: readonly string[]): Annotation[] {
  return sheets.flatMap(({ path, text, before }) => {
    const known = new Set(rulesOf(before ?? '').map(keyOf))
    const isFound = (rule: Rule): boolean => {
      if (RUNS.has(rule.name)) return !known.has(keyOf(rule)) || isChanged(path, rule.named, changed)
      return isSheet(path) && !known.has(keyOf(rule)) && !mayBring(rule.named)
    }
    const found = rulesOf(text).filter(isFound).slice(0, FOUND)
    // Both ways of reading may have found the same.
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

/** Findings in one file at most. */
const FOUND = 50
const RUNS = new Set(['plugin', 'config'])
/** Neither longer names, nor packages of a scope. */
const RULE = /@(plugin|config|import|reference)(?![\w-]|\/[^*])\s*([^;{}]{0,300})/g

/** As the text reads without comments, and with them too: what isn't found in one way can't hide in the other. */
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
  // A string may hold what begins a comment.
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

/** What stands in quotes, or else what there is, on one line. */
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

/** Style sheets, those of packages, and what the visitor's browser gets from elsewhere. */
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
