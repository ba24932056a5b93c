import { reader } from '../shared/hostile-text.ts'
import { lineFinder } from '../shared/line-finder.ts'
import { FINDINGS_PER_FILE, MESSAGE_CHARACTERS } from './finding-limits.ts'
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
export const styleSheetCodeFindings = reader(
  'styleSheetCodeFindings',
  (sheets: readonly Sheet[], changed: readonly string[]): Annotation[] => {
    const modules = new Set(changed.flatMap((path) => [path, path.replace(/(?:\/index)?\.[cm]?[jt]sx?$/, '')]))
    return sheets.flatMap(({ path, text, before }) => {
      const known = new Set(rulesOf(before ?? '').map(keyOf))
      const isFound = (rule: Rule): boolean => {
        if (RUNS.has(rule.name)) return !known.has(keyOf(rule)) || modules.has(resolved(path, rule.named) ?? '')
        return isSheet(path) && !known.has(keyOf(rule)) && !mayBring(rule.named)
      }
      const found = rulesOf(text).filter(isFound).slice(0, FINDINGS_PER_FILE)
      // Both readings may have found the same rule.
      const places = new Map(found.toReversed().map(({ name, named, line }) => [`${line()} ${name}`, { line: line(), name, named }]))
      return [...places.values()]
        .toSorted((one, other) => one.line - other.line)
        .map(({ line, name, named }) => {
          const what = RUNS.has(name) ? 'Code that runs while the page is built' : 'Not a style sheet'
          return { path, line, level: 'failure' as const, message: `${what}: ${named}`.slice(0, MESSAGE_CHARACTERS) }
        })
    })
  },
)

type Rule = { name: string; named: string; line: () => number }

const RUNS = new Set(['plugin', 'config'])
/** Excludes longer rule names and scoped packages. */
const RULE = /@(plugin|config|import|reference)(?![\w-]|\/[^*])\s*([^;{}]{0,300})/g

/** Reads the text with and without comments: a rule hidden from one reading is found by the other. */
function rulesOf(text: string): Rule[] {
  const lineAt = lineFinder(text)
  return [withoutComments(text), { text, indexAt: (index: number) => index }].flatMap((view) =>
    [...view.text.matchAll(RULE)].map(({ index, 1: name = '', 2: rest = '' }) => ({
      name,
      named: nameIn(rest),
      line: () => lineAt(view.indexAt(index)),
    })),
  )
}

/** `indexAt`: where a character of the result is in the whole text. */
function withoutComments(text: string): { text: string; indexAt: (index: number) => number } {
  /** `at`: the place in the result; `cut`: how many characters are missing up to there. */
  const cuts: { at: number; cut: number }[] = []
  let cut = 0
  // A string may contain the start of a comment.
  const rest = text.replace(
    /\\[\s\S]|\/\*[\s\S]*?(?:\*\/|$)|"(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*'/g,
    (token: string, at: number): string => {
      if (!token.startsWith('/*')) return token
      cuts.push({ at: at - cut, cut: cut + token.length })
      cut += token.length
      return ''
    },
  )
  const indexAt = (index: number): number => {
    let [from, to] = [0, cuts.length]
    while (from < to) {
      const middle = (from + to) >> 1
      if ((cuts[middle]?.at ?? 0) <= index) from = middle + 1
      else to = middle
    }
    return index + (cuts[from - 1]?.cut ?? 0)
  }
  return { text: rest, indexAt }
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
  const plain = (named.replace(/^url\(/, '').split(')', 1)[0] ?? '').trim()
  if (/^https?:\/\//.test(plain)) return true
  const [, ending] = /(\.[^./]*)$/.exec(plain.split(' ')[0] ?? '') ?? []
  return !/[\\?]|.#/.test(plain) && (ending === undefined || /^\.(?:css|scss|sass|less|pcss)$/.test(ending))
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
