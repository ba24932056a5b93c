import { describe, expect, test } from 'vitest'
import type { FlatPage } from '#test/support/page-report.ts'
import { visitPage } from '../../support/sandbox/visit-page.ts'

type TestPage = Parameters<typeof visitPage>[0]

/** Visits a page with all measurements. `dark`: the attributes of the dark scheme. */
function survey(page: TestPage, dark: Record<string, string> | null = null): Promise<FlatPage> {
  return visitPage(page, {
    limits: { processorMs: 60_000, realMs: 120_000 },
    widthsPx: [375, 1_280],
    thorough: { dark: dark === null ? null : { attributes: dark } },
  })
}
const pathsOf = (elements: readonly { path: string }[] = []) => elements.map(({ path }) => path)

test('the Tab key reaches every kind of control', async () => {
  const body = `
    <a href="#x">Link</a> <button>Button</button> <label>Name <input></label> <select aria-label="Size"><option>S</option></select>
    <textarea aria-label="Text"></textarea> <details><summary>More</summary>Text</details> <div role="button" tabindex="0">Div</div>
    <fieldset><legend>Plan</legend><label><input type="radio" name="p" checked> A</label><label><input type="radio" name="p"> B</label></fieldset>
    <div role="tablist"><button role="tab" aria-selected="true">One</button><button role="tab" tabindex="-1" aria-selected="false">Two</button></div>
    <button disabled>Disabled</button><button hidden>Hidden</button><h2 tabindex="-1">Heading</h2>`
  const { keyboard, overflow, errors } = await survey({ body })
  expect(keyboard).toEqual({ controls: 11, reached: 11, left: 0, unseen: 0, unreached: [], unmarked: [], trap: null })
  expect({ overflow, errors }).toEqual({ overflow: null, errors: [] })
})

describe('the keyboard walk', () => {
  test('the keyboard walk reports the controls that it doesn’t reach', async () => {
    const body = '<button id="one">One</button><button id="never" tabindex="-1">Never</button><span id="span" role="button">Span</span>'
    const { keyboard } = await survey({ body })
    expect(keyboard).toMatchObject({ controls: 3, reached: 1, trap: null })
    expect(keyboard?.unreached).toEqual([
      { path: '#never', html: '<button id="never" tabindex="-1">Never</button>' },
      { path: '#span', html: '<span id="span" role="button">Span</span>' },
    ])
  })

  test('the keyboard walk reports controls without a focus mark, because a style removes it or paints it in the color of the background', async () => {
    const { keyboard } = await survey({
      body: ['bare', 'white', 'clear', 'shadow', 'ground', 'usual'].map((id) => `<p><button id="${id}">${id}</button></p>`).join(''),
      style: `#bare { outline: none } #white:focus-visible { outline: 2px solid #fff } #clear:focus-visible { outline: 2px solid transparent }
        #shadow:focus-visible { outline: none; box-shadow: 0 0 0 3px #05c } #ground:focus-visible { outline: none; background: #000; color: #fff }`,
    })
    expect(pathsOf(keyboard?.unmarked)).toEqual(['#bare', '#white', '#clear'])
  })

  test('the keyboard walk finds the focus mark of a hidden box on its label', async () => {
    const { keyboard } = await survey({
      body: '<label class="box"><input type="checkbox" id="marked"><span>Marked</span></label>',
      style: 'input { position: absolute; opacity: 0; width: 1px; height: 1px } input:focus-visible + span { outline: 3px solid #05c }',
    })
    expect(keyboard).toMatchObject({ controls: 1, reached: 1, unmarked: [] })
  })

  test.each([
    ['prevents the Tab key', `addEventListener('keydown', (event) => event.preventDefault())`],
    ['takes the focus back', `document.querySelector('#b').addEventListener('focus', () => document.querySelector('#a').focus())`],
  ])('the keyboard walk reports a trap if the page %s', async (_how, script) => {
    const { keyboard } = await survey({ body: '<button id="a">A</button><button id="b">B</button><button id="c">C</button>', script })
    expect(pathsOf(keyboard?.unreached)).toContain('#c')
  })

  test('the keyboard walk visits only the controls of an open dialog', async () => {
    const body = '<button id="behind">Behind</button><dialog aria-label="D"><button>Yes</button><button>No</button></dialog>'
    const { keyboard } = await survey({ body, script: `document.querySelector('dialog').showModal()` })
    expect(keyboard?.unreached).toEqual([])
  })
})

describe('a page at 320 px', () => {
  test('a page at 320 px that is too wide has a finding with the element that sticks out', async () => {
    const { overflow } = await survey({ body: '<div><div id="wide" style="width: 500px">Wide</div></div>' })
    expect(overflow).toMatchObject({ widthPx: 320, element: { path: '#wide' } })
    expect(overflow?.excessPx).toBeGreaterThan(150)
  })

  test.each([
    ['scrolls in a box of its own', '<div style="overflow-x: auto" tabindex="0"><div style="width: 900px">Table</div></div>'],
    ['is cut', '<div style="overflow: hidden"><div style="width: 900px">Blob</div></div>'],
  ])('a page at 320 px may have something wide that %s', async (_how, body) => {
    expect((await survey({ body })).overflow).toBeNull()
  })
})

test('content that comes after the inspection is noticed', async () => {
  const later = (ms: number) => `setTimeout(() => document.querySelector('main').append('late'), ${ms})`
  expect((await survey({ script: later(50) })).changedLater).toBe(false)
  expect(
    (await survey({ script: `setInterval(() => { document.querySelector('h1').textContent = Math.random() }, 20)` })).changedLater,
  ).toBe(true)
})

test('controls beyond those that are walked through are counted', async () => {
  const { keyboard } = await survey({ body: '<button>B</button>'.repeat(310) })
  expect(keyboard).toMatchObject({ controls: 300, left: 10 })
})

describe('the dark scheme', () => {
  const faint = 'p { color: #222 }'
  test.each<[string, string, Record<string, string>]>([
    ['of the browser', '@media (prefers-color-scheme: dark) { body { background: #111 } h1 { color: #fff } }', {}],
    ['of a class', '.dark body { background: #111 } .dark h1 { color: #fff }', { class: 'dark' }],
    [
      'of an attribute',
      '[data-theme=night-dark] body { background: #111 } [data-theme] h1 { color: #fff }',
      { 'data-theme': 'night-dark' },
    ],
  ])('%s has its own measurements and pictures', async (_kind, style, dark) => {
    const { accessibility, pictures } = await survey({ body: '<p>Faint</p>', style: faint + style }, dark)
    expect(accessibility.map(({ rule, help, elements }) => [rule, help.includes('dark scheme'), pathsOf(elements)])).toEqual([
      ['color-contrast', true, ['p']],
    ])
    expect(pictures.map(({ widthPx, scheme }) => `${widthPx} ${scheme}`)).toEqual(['375 light', '1280 light', '1280 dark', '375 dark'])
    const [light, dim] = ['light', 'dark'].map((scheme) =>
      pictures.find((picture) => picture.widthPx === 1_280 && picture.scheme === scheme),
    )
    expect(Buffer.from(light?.png ?? []).equals(Buffer.from(dim?.png ?? []))).toBe(false)
  })

  test('the dark scheme is set from the start of the page', async () => {
    const script = `if (matchMedia('(prefers-color-scheme: dark)').matches) throw new Error('only in the dark')`
    expect((await survey({ script }, {})).errors).toEqual(['only in the dark'])
  })

  test('the dark scheme is skipped if the page has none', async () => {
    expect((await survey({ body: '<p>Text</p>' })).pictures.every(({ scheme }) => scheme === 'light')).toBe(true)
  })
})
