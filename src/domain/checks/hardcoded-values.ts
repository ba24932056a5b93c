import { reader } from '../shared/hostile-text.ts'
import { FINDINGS_PER_FILE } from './finding-limits.ts'

const HEX = /^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i
// Each repetition in these patterns is bounded, because each may start at every character of a text.
const FUNCTION = /\b(?:rgba?|hsla?|hwb|oklch|oklab|lch|lab)\(\s{0,10}[\d.+-][^)]{0,100}\)/i
/** A class with a value in brackets, such as `hover:text-[#7c3aed]` or `p-[13px]`. */
const ARBITRARY = /(?:^|[\s:!-])([a-z][a-z-]{0,40})-\[([^\]\s]{1,30})\]/gi
const SIZE = /^-?(?:\d{1,10}(?:\.\d{1,10})?|\.\d{1,10})(?:px|rem|em)$/

/** True for a number with a unit of length. */
export function isHardcodedSize(value: string): boolean {
  return value.length <= 30 && SIZE.test(value)
}

/** The first hard-coded color in a text; `null` if there is none. A fragment identifier is not a color. */
export function hardcodedColor(text: string): string | null {
  const trimmed = text.trim()
  // '#fade' and '#feed' may be fragment identifiers; colors without digits mostly repeat one letter.
  if (HEX.test(trimmed) && (/\d/.test(trimmed) || /^#(.)\1+$/i.test(trimmed) || trimmed.length > 5)) return trimmed
  return firstClass(text, (value) => HEX.test(value.replace(/^color:/, ''))) ?? FUNCTION.exec(text)?.[0].slice(0, 60) ?? null
}

/** The first hard-coded size in a class; calculated values and fractions don't count. */
export function hardcodedSize(text: string): string | null {
  return firstClass(text, isHardcodedSize)
}

function firstClass(text: string, isMeant: (value: string) => boolean): string | null {
  if (!text.includes('-[')) return null
  for (const [found, , value = ''] of text.matchAll(ARBITRARY)) if (isMeant(value)) return found.trim().replace(/^[:!-]/, '')
  return null
}

/**
 * Lines of a style sheet, from 1, with a hard-coded color outside a token definition, at most 50; lines that already existed in `before`
 * don't count.
 */
export const hardcodedColorsInSheet = reader(
  'hardcodedColorsInSheet',
  (text: string, before: string | null): { line: number; value: string }[] => {
    const known = new Set(before?.split('\n').map((line) => line.trim()))
    const found: { line: number; value: string }[] = []
    for (const [index, line] of text.split('\n').entries()) {
      if (found.length === FINDINGS_PER_FILE) break
      if (!line.includes(':') || known.has(line.trim()) || /^\s*--[\w-]+\s*:/.test(line)) continue
      const value = hexValue(line) ?? FUNCTION.exec(line)?.[0]
      if (value !== undefined) found.push({ line: index + 1, value })
    }
    return found
  },
)

/** The first color behind a colon. */
function hexValue(line: string): string | undefined {
  for (const part of line.split(/[;{]/)) {
    const colon = part.indexOf(':')
    const value = colon === -1 ? undefined : /#[\da-f]{3,8}\b/i.exec(part.slice(colon))?.[0]
    if (value !== undefined) return value
  }
  return undefined
}
