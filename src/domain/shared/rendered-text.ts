import { visibleText } from './visible-text.ts'

/** What GitHub shows as it was written. A fence that is not closed goes on to the end. */
const CODE = /(?:^|\n) {0,3}(`{3,}|~{3,})[^]*?(?:\n {0,3}\1[`~]*[^\S\n]*(?=\n|$)|$)|(?<!`)(`+)(?!`)[^\n]*?(?<!`)\2(?!`)/g
/** A tag with its attributes, of which those are kept that say where a picture or a link is. */
const TAG = /<([a-z][a-z\d-]*)\s((?:"[^"]*"|'[^']*'|[^"'<>])*)>/gi
const ADDRESS = /(?:^|\s)(?:src|href)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+)/gi
const IMAGE_TEXT = /!\[[^[\]\n]*\](?=[([])/g
const LINK_TITLE = /(\]\([^\s()]+)\s+(?:"[^"\n]*"|'[^'\n]*')\s*\)/g
const DEFINITION = /^( {0,3}\[[^\]\n]+\]:[^\S\n]*\S+)[^\S\n]+(?:"[^\n]*"|'[^\n]*'|\([^\n]*\))[^\S\n]*$/gm
const NUMBERED = /&#(x[\da-f]{1,6}|\d{1,7});/gi
/** Those of HTML's names that are drawn as nothing. Source: https://html.spec.whatwg.org/multipage/named-characters.html */
const NAMED =
  /&(?:ZeroWidthSpace|Negative(?:VeryThin|Thin|Medium|Thick)Space|zwn?j|[lr]rm|shy|NoBreak|ApplyFunction|af|InvisibleTimes|it|InvisibleComma|ic);/g

/**
 * The text that a reader of Markdown can see: without comments, invisible characters and entities for them, attributes of tags, titles of
 * links and the texts of pictures, in all of which words can be hidden. Code stays as it is.
 */
export function renderedText(text: string): string {
  const seen = visibleText(text.replace(/<!--[^]*?(?:-->|$)/g, ''))
  let shown = ''
  let done = 0
  for (const code of seen.matchAll(CODE)) {
    shown += outsideCode(seen.slice(done, code.index)) + code[0]
    done = code.index + code[0].length
  }
  return shown + outsideCode(seen.slice(done))
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
