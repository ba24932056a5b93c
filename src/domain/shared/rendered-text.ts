import { visibleText } from './visible-text.ts'

/** Code, which GitHub shows as written. An unclosed fence continues to the end. */
// oxlint-disable-next-line regexp/no-super-linear-backtracking -- an opening fence always matches, to the end of the text if need be
const CODE = /(?:^|\n) {0,3}(`{3,}|~{3,})[^]*?(?:\n {0,3}\1[`~]*[^\S\n]*(?=\n|$)|$)|(?<!`)(`+)(?!`)[^\n]*?(?<!`)\2(?!`)/g
/** A tag with its attributes. Only `src` and `href` are kept. */
const TAG = /<([a-z][a-z\d-]*)\s((?:"[^"]*"|'[^']*'|[^"'<>])*)>/gi
const ADDRESS = /(?:^|\s)(?:src|href)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+)/gi
const IMAGE_TEXT = /!\[[^[\]\n]*\](?=[([])/g
const LINK_TITLE = /(\]\([^\s()]+)\s+(?:"[^"\n]*"|'[^'\n]*')\s*\)/g
const DEFINITION = /^( {0,3}\[[^\]\n]+\]:[^\S\n]*\S+)[^\S\n]+(?:"[^\n]*"|'[^\n]*'|\([^\n]*\))[^\S\n]*$/gm
const NUMBERED = /&#(x[\da-f]{1,6}|\d{1,7});/gi
/** Named HTML entities for invisible characters. Source: https://html.spec.whatwg.org/multipage/named-characters.html */
const NAMED =
  /&(?:ZeroWidthSpace|Negative(?:VeryThin|Thin|Medium|Thick)Space|zwn?j|[lr]rm|shy|NoBreak|ApplyFunction|af|InvisibleTimes|it|InvisibleComma|ic);/g

/**
 * The text that a reader of rendered Markdown can see: without comments, invisible characters and their entities, attributes of tags,
 * titles of links and alternative texts of images, all of which can hide instructions. Code stays unchanged.
 */
export function renderedText(text: string): string {
  const visible = visibleText(text.replace(/<!--[^]*?(?:-->|$)/g, ''))
  let rendered = ''
  let end = 0
  for (const code of visible.matchAll(CODE)) {
    rendered += outsideCode(visible.slice(end, code.index)) + code[0]
    end = code.index + code[0].length
  }
  return rendered + outsideCode(visible.slice(end))
}

function outsideCode(text: string): string {
  const plain = text
    .replace(
      TAG,
      (_tag, name: string, attributes: string) => `<${name}${(attributes.match(ADDRESS) ?? []).map((each) => ` ${each.trim()}`).join('')}>`,
    )
    .replace(IMAGE_TEXT, '![]')
    .replace(LINK_TITLE, '$1)')
    .replace(DEFINITION, '$1')
    .replace(NAMED, '')
    .replace(NUMBERED, (entity, number: string) => {
      const character = characterOf(number)
      return character === null || visibleText(character) !== '' ? entity : ''
    })
  return plain
}

function characterOf(number: string): string | null {
  const point = /^x/i.test(number) ? Number.parseInt(number.slice(1), 16) : Number(number)
  return point > 0x10ffff ? null : String.fromCodePoint(point)
}
