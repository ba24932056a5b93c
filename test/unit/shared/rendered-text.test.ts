import { describe, expect, test } from 'vitest'
import { pictureUrlsIn } from '#src/domain/agent/prompt-pictures.ts'
import { renderedText } from '#src/domain/shared/rendered-text.ts'
import { expectLinear } from '../../support/linear-time.ts'

describe('hidden text in Markdown is removed', () => {
  test.each<[string, string, string]>([
    ['comments', 'a <!-- b --> c <!-- d', 'a  c '],
    ['attributes', '<span title="hidden" aria-label=\'hidden\' data-x=hidden>here</span>', '<span>here</span>'],
    ['an attribute that contains the end of a tag', '<b title="a > hidden">here</b>', '<b>here</b>'],
    ['attributes on several lines', '<b\n  title="hidden"\n>here</b>', '<b>here</b>'],
    [
      'the alternative text of an image',
      'see ![hidden](https://example.com/x.png) and ![hidden][1]',
      'see ![](https://example.com/x.png) and ![][1]',
    ],
    ['the title of a link', '[here](https://example.com "hidden") or [here](/a \'hidden\')', '[here](https://example.com) or [here](/a)'],
    ['the title of a reference', '[1]: https://example.com "hidden"\n[//]: # (hidden)', '[1]: https://example.com\n[//]: #'],
    ['entities for invisible characters', 'a&#8203;b&#x202E;c&ZeroWidthSpace;d&shy;e', 'abcde'],
  ])('%s', (_case, text, shown) => {
    expect(renderedText(text)).toBe(shown)
  })
})

describe('visible text in Markdown stays', () => {
  test.each([
    'use `<Button variant="primary">` here',
    'as in\n\n```tsx\n<Button variant="primary" title="Buy" />\n[here](/a "title")\n```\n\nplease',
    'as in\n~~~\n<b title="x">\n~~~',
    'a fence that goes on\n```\n<b title="x">',
    'x < y and z > 3, a <b> and </b>, <https://example.com/a>, &amp; &#65; &lt;',
    '[a link](https://example.com) and [brackets] (with words)',
    '`` a ` b <b title="x"> ``',
    'a `half <b>open',
  ])('%j', (text) => {
    expect(renderedText(text)).toBe(text)
  })

  test('pictures can still be found', () => {
    const text =
      '<img width="400" alt="hidden" src="https://github.com/user-attachments/assets/1" /> ![x](https://github.com/user-attachments/assets/2)'
    expect(renderedText(text)).not.toContain('hidden')
    expect(pictureUrlsIn(renderedText(text))).toEqual([
      'https://github.com/user-attachments/assets/1',
      'https://github.com/user-attachments/assets/2',
    ])
  })
})

test('rendering twice changes nothing', () => {
  const text = '<b title="a">x</b> ![y](z "w") `<b title="c">` &#8203;'
  expect(renderedText(renderedText(text))).toBe(renderedText(text))
})

test.each(['<a "', "<a '", '<a b="', '![', '![a](', '](a "', '`', '```\n', '~~~\n', '[a]: b "', '&#', '<b title=a ', '<!--'])(
  'a hundred thousand times %j is read in linear time',
  async (piece) => {
    await expectLinear(
      100_000,
      (times) => piece.repeat(times),
      (text) => expect(renderedText(text).length).toBeLessThanOrEqual(text.length),
    )
  },
)
