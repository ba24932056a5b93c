import { marked } from 'marked'
import { describe, expect, test } from 'vitest'
import { inlineCode, escapeMarkdown } from '#src/domain/messages/markdown.ts'
import { summaryMarkdown } from '#src/domain/messages/summary-markdown.ts'

/** Text that tries to be more than text. A prompt, an issue title, a file name or a model's summary may contain it. */
const HOSTILE: [string, string][] = [
  ['a mention', '@octocat look'],
  ['a mention in brackets', '(@octocat)'],
  ['a team', 'ping @github/security'],
  ['a mention by entity', '&#64;octocat &commat;octocat'],
  ['an escaped mention', '\\@octocat'],
  ['an issue', 'fixes #12'],
  ['an issue elsewhere', 'closes octo/repo#12'],
  ['an issue by entity', 'fixes &#35;12'],
  ['an issue by its old name', 'fixes GH-12 and gh-13'],
  ['a commit elsewhere', 'octo/repo@0123456789abcdef'],
  ['an address', 'see https://evil.example/path?a=b'],
  ['an address in brackets', '<https://evil.example>'],
  ['an address without a scheme', 'see www.evil.example and _www.evil.example'],
  ['an email address', 'write to me@evil.example'],
  ['another scheme', 'ftp://evil.example javascript://x'],
  ['a link', '[click](https://evil.example)'],
  ['a link by reference', '[click][1] [1]: https://evil.example'],
  ['a link definition', '[1]: https://evil.example "title"'],
  ['an image', '![x](https://evil.example/x.png)'],
  ['an image in HTML', '<img src="https://evil.example/x.png">'],
  ['a script', '<script>alert(1)</script>'],
  ['an event handler', '<b onmouseover="alert(1)">bold</b>'],
  ['HTML by entities', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  ['a comment', 'a <!-- hidden --> b'],
  ['our own marker', '<!-- ollio:end -->'],
  ['a heading', '# Approved by the maintainers'],
  ['an underlined heading', 'Approved\n==='],
  ['a quote', '> somebody said'],
  ['a bullet', '- item'],
  ['a bullet with an asterisk', '* item'],
  ['a bullet with a plus', '+ item'],
  ['a number', '1. item'],
  ['a number with a parenthesis', '1) item'],
  ['a bullet after an invisible character', '\u200b- item'],
  ['a number after an invisible character', '\u2060 2. item'],
  ['a task', '- [x] done'],
  ['a rule', '---'],
  ['a rule of asterisks', '***'],
  ['a code block', '```\ncode\n```'],
  ['a code block of tildes', '~~~\ncode\n~~~'],
  ['an indented code block', '\u200b     code'],
  ['inline code', '`code`'],
  ['an unclosed code span', 'a ` b'],
  ['emphasis', '*a* _b_ **c** ~~d~~'],
  ['mathematics', '$x$ $$y$$'],
  ['a table', '| a | b |\n| - | - |\n| c | d |'],
  ['the end of a cell', 'a | b \\| c'],
  ['backslashes', '\\\\ \\| \\` \\'],
  ['reversed text', '\u202egnp.exe\u202c \u2066x\u2069'],
  ['new lines of all kinds', 'a\r\n\r\n# b\u2028# c\u2029# d\u0085# e\u000b# f'],
  ['a footnote', 'a[^1] [^1]: note'],
  ['controls', 'a\u0000\u0008\u001b[31mb'],
]

/** What GitHub turns into links in rendered text, even if it was escaped in the source. */
const FOUND_BY_GITHUB = /(?<![\w`])@[\w-]|#\d|\bGH-\d|\w:\/\/|www\./i

describe('escaped text', () => {
  test.each(HOSTILE)('escaped text renders as one paragraph of plain text: %s', (_case, text) => {
    const html = marked.parse(escapeMarkdown(text), { async: false, gfm: true })
    expect(html).toMatch(/^<p>[^<>]*<\/p>\n$/)
    expect(unescapeHtml(html)).not.toMatch(FOUND_BY_GITHUB)
    expect(html).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u0000-\u0009\u000b-\u001f]/)
  })

  test.each(HOSTILE)('escaped text stays in one cell of a table: %s', (_case, text) => {
    const html = marked.parse(`| a | b |\n| --- | --- |\n| ${escapeMarkdown(text)} | end |`, { async: false, gfm: true })
    expect(html.match(/<td>/g)).toHaveLength(2)
    expect(html).toContain('<td>end</td>')
    expect(html).not.toMatch(/<(?!\/?(?:table|thead|tbody|tr|th|td)\b)/)
  })

  test.each(HOSTILE)('escaped text stays in its quote: %s', (_case, text) => {
    expect(marked.parse(`> ${escapeMarkdown(text)}\n\nafter`, { async: false, gfm: true })).toMatch(
      /^<blockquote>\n<p>[^<>]*<\/p>\n<\/blockquote>\n<p>after<\/p>\n$/,
    )
  })
})

describe('escaped text keeps what was written', () => {
  test.each([
    'A pricing card, with 3 tiers: "Team" & <Pro>!',
    '三つのプランがある料金カード',
    'بطاقة أسعار بثلاث فئات',
    'การ์ดราคาสามระดับ',
    'می‌خواهم',
    'emoji 👩🏽‍💻 ❤️‍🔥',
    'a_b*c `d` [e](f) ~g~ \\h | i',
  ])('%s', (text) => {
    const html = marked.parse(escapeMarkdown(text), { async: false, gfm: true })
    expect(unescapeHtml(html)).toBe(`<p>${text}</p>\n`)
  })

  test('escaped text keeps what was written long text is cut at the limit, never within a character', () => {
    expect(escapeMarkdown('x'.repeat(50), 50)).toBe('x'.repeat(50))
    expect(escapeMarkdown('x'.repeat(51), 50)).toBe(`${'x'.repeat(49)}…`)
    expect(escapeMarkdown(`${'x'.repeat(48)}😀😀`, 50).isWellFormed()).toBe(true)
  })
})

describe('a summary', () => {
  test.each(HOSTILE)('a summary of hostile text has only paragraphs, lists and code: %s', (_case, text) => {
    const html = marked.parse(summaryMarkdown(`before\n\n${text}\n\nafter`), { async: false, gfm: true })
    expect(html.replaceAll(/<\/?(?:p|ul|li|code|pre)>/g, '')).not.toMatch(/[<>]/)
  })
})

describe('inline code', () => {
  test.each([
    ...HOSTILE,
    ['nothing', ''],
    ['spaces', '  '],
    ['only a backtick', '`'],
    ['runs of backticks', '``` `` `a` ````'],
    ['a backslash at the end', 'a\\'],
  ] as [string, string][])("inline code can't be broken out of by its content: %s", (_case, text) => {
    const html = marked.parse(`before ${inlineCode(text)} after \` *end*`, { async: false, gfm: true })
    expect(html).toMatch(/^<p>before <code>[^<>]*<\/code> after ` <em>end<\/em><\/p>\n$/)
    expect(inlineCode(text)).not.toContain('<!--')
  })

  test.each(HOSTILE)('inline code stays in one cell of a table: %s', (_case, text) => {
    const html = marked.parse(`| a | b |\n| --- | --- |\n| ${inlineCode(text)} | end |`, { async: false, gfm: true })
    expect(html).toMatch(/<td><code>[^<>]*<\/code><\/td>\n<td>end<\/td>/)
  })

  test('inline code shows a path unchanged', () => {
    expect(inlineCode('src/components/pricing-card.tsx')).toBe('`src/components/pricing-card.tsx`')
  })
})

function unescapeHtml(html: string): string {
  return html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
}
