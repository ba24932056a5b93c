const HEX = /^#(?:[\da-f]{3,4}|[\da-f]{6}|[\da-f]{8})$/i
const FUNCTION = /\b(?:rgba?|hsla?|hwb|oklch|oklab|lch|lab)\(\s*[\d.+-][^)]*\)/i
/** A class with a value in brackets, such as `hover:text-[#7c3aed]` or `p-[13px]`. */
const ARBITRARY = /(?:^|[\s:!-])([a-z][a-z-]*)-\[([^\]\s]+)\]/gi
const SIZE = /^-?\d*\.?\d+(?:px|rem|em)$/

/** The first colour that a text names by its numbers; `null` where there is none. An address of a part of the page is no colour. */
export function hardcodedColor(text: string): string | null {
  const trimmed = text.trim()
  // '#fade' and '#feed' may be addresses; colours in letters alone are mostly of one kind.
  if (HEX.test(trimmed) && (/\d/.test(trimmed) || /^#(.)\1+$/i.test(trimmed) || trimmed.length > 5)) return trimmed
  const inClass = [...text.matchAll(ARBITRARY)].find(([, , value = '']) => HEX.test(value.replace(/^color:/, '')))
  return inClass?.[0].trim().replace(/^[:!-]/, '') ?? FUNCTION.exec(text)?.[0].slice(0, 60) ?? null
}

/** The first size in a class that is given by its number; what is worked out of others, and shares of a whole, are no such sizes. */
export function hardcodedSize(text: string): string | null {
  const found = [...text.matchAll(ARBITRARY)].find(([, , value = '']) => SIZE.test(value))
  return found?.[0].trim().replace(/^[:!-]/, '') ?? null
}

/** Lines of a style sheet, from 1, that give a colour by its numbers anywhere but in a token; lines that stood in it before don't count. */
export function hardcodedColorsInSheet(text: string, before: string | null): { line: number; value: string }[] {
  const known = new Set(before?.split('\n').map((line) => line.trim()))
  return text.split('\n').flatMap((line, index) => {
    if (known.has(line.trim()) || /^\s*--[\w-]+\s*:/.test(line)) return []
    const value = /:[^;{]*?(#[\da-f]{3,8}\b)/i.exec(line)?.[1] ?? (/:/.test(line) ? FUNCTION.exec(line)?.[0] : undefined)
    return value === undefined ? [] : [{ line: index + 1, value }]
  })
}
