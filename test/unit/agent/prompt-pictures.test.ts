import { describe, expect, test } from 'vitest'
import { pictureUrlsIn, picturesLine, replacePictures, markPictures } from '#src/domain/agent/prompt-pictures.ts'
import { pictureType } from '#src/domain/agent/picture-type.ts'
import { expectLinear } from '../../support/linear-time.ts'

const A = 'https://github.com/user-attachments/assets/8f1c0f5e-0000-4000-8000-000000000001'

describe('pictures in a text', () => {
  test.each<[string, string[]]>([
    [`a card like ![mock up](${A})`, [A]],
    [`![](${A} "a title") and ![two](<https://b.example/2.png>)`, [A, 'https://b.example/2.png']],
    [`[![linked](${A})](https://elsewhere.example)`, [A]],
    [`<img width="400" alt="x" src="${A}" />`, [A]],
    [`<IMG SRC='${A}'>`, [A]],
    [`<img src=${A}>`, [A]],
    ['<img src="https://x.example/a?b=1&amp;c=2">', ['https://x.example/a?b=1&c=2']],
    [`![one](${A})![again](${A})`, [A]],
    ['[a link](https://x.example/a.png) and https://x.example/b.png', []],
    ['![local](file:///etc/passwd) ![relative](/a.png)', []],
    ['no picture at all', []],
  ])('pictures in a text are found in %j', (text, urls) => {
    expect(pictureUrlsIn(text)).toEqual(urls)
  })

  test('pictures in a text are replaced', () => {
    const text = `Like ![a](${A}), but <img src="https://b.example/2.png"> is wrong`
    expect(replacePictures(text, (url) => (url === A ? '(picture 1)' : '(none)'))).toBe('Like (picture 1), but (none) is wrong')
    expect(markPictures(text)).toBe('Like (picture), but (picture) is wrong')
  })

  test.each([
    ['', `<img${'/src='.repeat(19)}`, 100],
    ['', '<img ', 20_000],
    ['', '![](https://', 5_000],
    ['![', '[', 50_000],
    ['', '<img src=', 9_000],
  ] as const)('pictures in a text of %j and then %j are searched in linear time', async (start, piece, count) => {
    await expectLinear(
      count,
      (times) => start + piece.repeat(times),
      (text) => expect(pictureUrlsIn(text).length).toBeLessThan(10),
    )
  })
})

test('picturesLine counts the unusable pictures by reason', () => {
  expect(picturesLine([])).toBeNull()
  expect(picturesLine(['too-large', 'foreign', 'foreign', 'too-many', 'no-picture', 'unreachable'])).toBe(
    'Pictures that could not be used: 2 not uploaded to GitHub, 1 not available on GitHub, 1 larger than 5 MB, 1 not PNG, JPEG, WebP or GIF, 1 over the limit of 5.',
  )
})

test.each<[string, string | null]>([
  ['\u0089PNG\r\n\u001A\n rest', 'image/png'],
  ['\u00FF\u00D8\u00FF\u00E0', 'image/jpeg'],
  ['RIFF\0\0\0\0WEBPVP8 ', 'image/webp'],
  ['GIF89a', 'image/gif'],
  ['GIF87a', 'image/gif'],
  ['RIFF\0\0\0\0WAVE', null],
  ['GIF90a', null],
  ['<svg xmlns="http://www.w3.org/2000/svg"/>', null],
  ['\u0089PN', null],
  ['', null],
])('pictureType detects %j as %s', (bytes, type) => {
  expect(pictureType(Buffer.from(bytes, 'latin1'))).toBe(type)
})
