import { describe, expect, test } from 'vitest'
import { summaryBlocks, summaryMarkdown } from '#src/domain/messages/summary-markdown.ts'

describe('a summary', () => {
  test.each<[what: string, text: string, markdown: string]>([
    ['paragraphs', 'One.\n\nTwo\nlines.', 'One.\n\nTwo lines.'],
    ['list items, as one list', 'Made:\n- a card\n- a button\n\nDone.', 'Made:\n\n- a card\n- a button\n\nDone.'],
    ['code in backticks, with the spaces around it', 'The `Card` is `new` here.', 'The `Card` is `new` here.'],
    ['markup inside of code', 'Render `<Card title="a|b" />`.', 'Render `<Card title="a¦b" />`.'],
    ['fenced code', 'Write:\n\n```\n/ollio help\n```\n\nSo.', 'Write:\n\n```\n/ollio help\n```\n\nSo.'],
    ['fenced code that is never closed', 'Write:\n```sh\n/ollio help', 'Write:\n\n```\n/ollio help\n```'],
    ['an empty result for whitespace', ' \n\n ', ''],
  ])('a summary keeps %s', (_what, text, markdown) => {
    expect(summaryMarkdown(text)).toBe(markdown)
  })
})

describe('a summary can’t', () => {
  test.each<[what: string, text: string, forbidden: RegExp]>([
    ['ping', 'Thanks @maya and `x` @team', /@\w/],
    ['refer to an issue', 'Closes #12, `a` fixes #1', /#\d/],
    ['link', '[here](https://evil.example) and https://evil.example', /\]\(|:\/\//],
    ['show a picture', '![x](https://evil.example/a.png)', /!\[/],
    ['bring HTML', '<img src=x> <!-- ollio:end -->', /(?<!\\)</],
    ['add a marker of ours in code', 'It is `<!-- ollio:turn:comment:1 -->`', /<!--/],
    ['add a marker of ours in fenced code', '```\n<!-- ollio:end -->\n```', /<!--/],
    ['break out of its fence', '````\na\n```\n# Title\n````', /^# Title/m],
    ['become a heading', 'Text\n\n# Title', /^# /m],
    ['become a table', 'a\n\n| a | b |\n| --- | --- |', /^\|/m],
    ['hide characters', 'a\u200b\u202eb\u{e0041}', /[\u202e\u{e0041}]/u],
  ])('a summary can’t %s', (_what, text, forbidden) => {
    expect(summaryMarkdown(text)).not.toMatch(forbidden)
  })
})

test('a summary is cut at 4,000 characters and 30 blocks', () => {
  expect(summaryMarkdown('word '.repeat(10_000)).length).toBeLessThan(4_200)
  expect(summaryBlocks('- a\n'.repeat(500))).toHaveLength(30)
})
