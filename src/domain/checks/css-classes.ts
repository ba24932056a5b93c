import { hostileText, reader } from '../shared/hostile-text.ts'
import type { HostileText } from '../shared/hostile-text.ts'

/** Whether a name stands in a selector is only known at the end of it. */
type Segment = { names: string[]; isEmpty: boolean; isAtRule: boolean }

const [TAB, NEWLINE, FORM_FEED, RETURN, SPACE] = [9, 10, 12, 13, 32]
const [QUOTE, APOSTROPHE, STAR, HYPHEN, DOT, SLASH, SEMICOLON, AT] = [34, 39, 42, 45, 46, 47, 59, 64]
const [OPENING_BRACKET, BACKSLASH, OPENING_BRACE, CLOSING_BRACE, LOWER_U, UPPER_U] = [91, 92, 123, 125, 117, 85]

/** A selector by the words of `class`, such as `[class~="not-prose"]`. */
const CLASS_ATTRIBUTE = /\[\s*class\s*~=\s*/iy
/** A URL without quotes, which may contain what elsewhere has a meaning. */
const URL = /url\(\s*(?!["'\s])/iy
/** Maximum length of a name in a sheet: longer ones are read and left out. */
const NAME = 1_000
const HEX = /[\da-f]{1,6}/iy

/**
 * The class names of all selectors in a style sheet, without their escapes, also nested and inside `:where()`, `@layer` and `@media`. Accepts
 * any text. Takes time linear in its length.
 */
export const cssClasses = reader('cssClasses', (text: string): Set<string> => {
  const found = new Set<string>()
  let segment = emptySegment()
  let at = 0
  while (at < text.length) {
    const code = text.charCodeAt(at)
    switch (code) {
      case TAB:
      case NEWLINE:
      case FORM_FEED:
      case RETURN:
      case SPACE:
        at += 1
        break
      case SLASH:
        if (text.charCodeAt(at + 1) === STAR) at = after(text, '*/', at + 2)
        else at += 1
        break
      case QUOTE:
      case APOSTROPHE:
        at = stringEnd(text, at)
        break
      case BACKSLASH:
        at += 2
        break
      case OPENING_BRACE:
        if (!segment.isAtRule) for (const name of segment.names) found.add(name)
        segment = emptySegment()
        at += 1
        break
      case CLOSING_BRACE:
      case SEMICOLON:
        segment = emptySegment()
        at += 1
        break
      case DOT: {
        const read = readName(text, at + 1)
        if (read.name !== '') segment.names.push(read.name)
        segment.isEmpty = false
        at = Math.max(read.end, at + 1)
        break
      }
      case OPENING_BRACKET:
        at = readAttribute(text, at, segment)
        break
      case LOWER_U:
      case UPPER_U:
        segment.isEmpty = false
        at = matchesAt(URL, text, at) ? urlEnd(text, at) : at + 1
        break
      default:
        // `@scope` is the only rule of its kind that has selectors.
        if (code === AT && segment.isEmpty) segment.isAtRule = !text.startsWith('@scope', at)
        segment.isEmpty = false
        at += 1
    }
  }
  return found
})

/** The texts of the `<style>` elements of a page. Takes time linear in the length of the page. */
export const styleElements = reader('styleElements', (html: string): HostileText[] => {
  const lower = html.toLowerCase()
  const texts: HostileText[] = []
  for (let at = lower.indexOf('<style'); at !== -1; at = lower.indexOf('<style', at)) {
    const start = after(html, '>', at)
    const end = lower.indexOf('</style', start)
    at = end === -1 ? html.length : end
    texts.push(hostileText(html.slice(start, at)))
  }
  return texts
})

function emptySegment(): Segment {
  return { names: [], isEmpty: true, isAtRule: false }
}

function readAttribute(text: string, at: number, segment: Segment): number {
  segment.isEmpty = false
  if (!matchesAt(CLASS_ATTRIBUTE, text, at)) return at + 1
  const start = CLASS_ATTRIBUTE.lastIndex
  const quote = text.charCodeAt(start)
  if (quote !== QUOTE && quote !== APOSTROPHE) {
    const { name, end } = readName(text, start)
    if (name !== '') segment.names.push(name)
    return end
  }
  const end = stringEnd(text, start)
  segment.names.push(text.slice(start + 1, end - 1))
  return end
}

/** Reads an identifier and resolves its escapes; '' if there is none. */
function readName(text: string, start: number): { name: string; end: number } {
  let name = ''
  let plain = start
  let at = start
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH) {
      const escape = readEscape(text, at)
      if (escape === null) break
      if (at - start <= NAME) name += text.slice(plain, at) + escape.character
      at = escape.end
      plain = at
    } else if (isNameCode(code) && !(at === start && isDigit(code))) at += 1
    else break
  }
  return { name: at - start > NAME ? '' : name + text.slice(plain, at), end: at }
}

function readEscape(text: string, at: number): { character: string; end: number } | null {
  const next = text.charCodeAt(at + 1)
  if (at + 1 >= text.length || next === NEWLINE || next === RETURN || next === FORM_FEED) return null
  if (!matchesAt(HEX, text, at + 1)) {
    const character = String.fromCodePoint(text.codePointAt(at + 1) ?? 0)
    return { character, end: at + 1 + character.length }
  }
  let end = HEX.lastIndex
  const point = Number.parseInt(text.slice(at + 1, end), 16)
  // One space ends the number.
  if (text.startsWith('\r\n', end)) end += 2
  else if (isSpace(text.charCodeAt(end))) end += 1
  const isCharacter = point > 0 && point <= 0x10_ff_ff && !(point >= 0xd8_00 && point <= 0xdf_ff)
  return { character: isCharacter ? String.fromCodePoint(point) : '\ufffd', end }
}

/** A string ends at its quote, or without one at the end of its line. */
function stringEnd(text: string, start: number): number {
  const quote = text.charCodeAt(start)
  let at = start + 1
  while (at < text.length) {
    const code = text.charCodeAt(at)
    if (code === BACKSLASH) at += 2
    else if (code === quote || code === NEWLINE) return at + 1
    else at += 1
  }
  return text.length
}

function urlEnd(text: string, start: number): number {
  let at = start
  while (at < text.length && text[at] !== ')') at += text.charCodeAt(at) === BACKSLASH ? 2 : 1
  return at + 1
}

function after(text: string, end: string, start: number): number {
  const found = text.indexOf(end, start)
  return found === -1 ? text.length : found + end.length
}

function matchesAt(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at
  return pattern.test(text)
}

function isNameCode(code: number): boolean {
  return code === HYPHEN || code === 95 || isDigit(code) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code >= 128
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

function isSpace(code: number): boolean {
  return code === SPACE || code === NEWLINE || code === TAB || code === RETURN || code === FORM_FEED
}
