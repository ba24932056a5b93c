/** The text without this character at its end. A pattern such as `-+$` would start anew at each of them. */
export function trimEndOf(text: string, character: string): string {
  let end = text.length
  while (end > 0 && text[end - 1] === character) end -= 1
  return text.slice(0, end)
}

/** The text without this character at its start and its end. */
export function trimBothOf(text: string, character: string): string {
  let start = 0
  while (start < text.length && text[start] === character) start += 1
  return trimEndOf(text.slice(start), character)
}
