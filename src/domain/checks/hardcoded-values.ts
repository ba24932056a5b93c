const HEX = /^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i
const FUNCTION = /\b(?:rgba?|hsla?|hwb|oklch|oklab|lch|lab)\(\s*[\d.+-][^)]*\)/i
/** A class with a value in brackets, such as `hover:text-[#7c3aed]` or `p-[13px]`. */
const ARBITRARY = /(?:^|[\s:!-])([a-z][a-z-]*)-\[([^\]\s]+)\]/gi
const SIZE = /^-?\d*\.?\d+(?:px|rem|em)$/

/** The first hard-coded color in a text; `null` if there is none. A fragment identifier is not a color. */
export function hardcodedColor(text: string): string | null {
  const trimmed = text.trim()
  // '#fade' and '#feed' may be fragment identifiers; colors without digits mostly repeat one letter.
  if (HEX.test(trimmed) && (/\d/.test(trimmed) || /^#(.)\1+$/i.test(trimmed) || trimmed.length > 5)) return trimmed
  const inClass = [...text.matchAll(ARBITRARY)].find(([, , value = '']) => HEX.test(value.replace(/^color:/, '')))
  return inClass?.[0].trim().replace(/^[:!-]/, '') ?? FUNCTION.exec(text)?.[0].slice(0, 60) ?? null
}

/** The first hard-coded size in a class; calculated values and fractions don't count. */
export function hardcodedSize(text: string): string | null {
  const found = [...text.matchAll(ARBITRARY)].find(([, , value = '']) => SIZE.test(value))
  return found?.[0].trim().replace(/^[:!-]/, '') ?? null
}

/**
 * Lines of a style sheet, from 1, with a hard-coded color outside a token definition; lines that already existed in `before` don't count.
 */
export function hardcodedColorsInSheet(text: string, before: string | null): { line: number; value: string }[] {
  const known = new Set(before?.split('\n').map((line) => line.trim()))
  return text.split('\n').flatMap((line, index) => {
    if (known.has(line.trim()) || /^\s*--[\w-]+\s*:/.test(line)) return []
    const value = /:[^;{]*?(#[\da-f]{3,8}\b)/i.exec(line)?.[1] ?? (/:/.test(line) ? FUNCTION.exec(line)?.[0] : undefined)
    return value === undefined ? [] : [{ line: index + 1, value }]
  })
}
