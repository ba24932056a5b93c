/** Joiners and variation selectors, which some scripts and emoji need. */
const SHAPING = /[\u200C\u200D\uFE0E\uFE0F]|[\u{E0100}-\u{E01EF}]/u
/**
 * Characters that Unicode defines as invisible, plus controls, annotation marks and the blank Braille pattern, which also render as
 * nothing.
 */
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Cc}\uFFF9-\uFFFB\u2800]/u

/** Positions where a shaping character changes what a reader sees. Anywhere else, or repeated, they can carry hidden bytes. */
const SHAPES = [
  // Between two emoji, and after one.
  /(?<=\p{Extended_Pictographic}\p{Emoji_Modifier}?\uFE0F?)\u200D(?=\p{Extended_Pictographic})/u,
  /(?<=\p{Emoji})[\uFE0E\uFE0F]/u,
  // Within a word of a script with joining letters, and the variant of a Han character.
  /(?<=[\p{sc=Arabic}\p{sc=Syriac}\p{sc=Mongolian}\p{M}])[\u200C\u200D](?=\p{L})/u,
  /(?<=\p{sc=Han})[\u{E0100}-\u{E01EF}]/u,
]
const MISPLACED = new RegExp(`(?!${SHAPES.map(({ source }) => source).join('|')})(?:${SHAPING.source})`, 'gu')
const NEVER_SEEN = new RegExp(`(?!${SHAPING.source}|[\\n\\t])${INVISIBLE.source}`, 'gu')

/** The text that a reader can see: without invisible characters, which can hide instructions and errors. Line breaks and tabs stay. */
export function visibleText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(NEVER_SEEN, '')
    .replace(MISPLACED, '')
}
