import { expect, test } from 'vitest'
import { PAGE_URL, pngSize, visitPage } from '../../support/sandbox/visit-page.ts'

const IMAGE = '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=">'

test('a page has a picture at each width, and the text that a person sees', async () => {
  const report = await visitPage(
    {
      body: '<p>Visible</p><p hidden>Hidden</p><p class="wide">Wide</p>',
      style: '.wide { display: none } @media (min-width: 700px) { .wide { display: block; height: 2000px } }',
    },
    { widthsPx: [320, 768, 1_280] },
  )
  expect(report).toMatchObject({ errors: [], accessibility: [], text: 'Hello\n\nVisible' })
  expect(report.pictures.map(({ widthPx }) => widthPx)).toEqual([320, 768, 1_280])
  const [narrow, middle, wide] = report.pictures.map(({ png }) => pngSize(png))
  expect(narrow).toEqual({ width: 320, height: 900 })
  expect(middle?.width).toBe(768)
  expect(middle?.height).toBeGreaterThan(2_000)
  expect(wide?.width).toBe(1_280)
})

test('errors of every kind are reported, each once', async () => {
  const script = `
    console.log('only a log'); console.warn('only a warning')
    console.error('said', { a: 1 }); console.error('said', { a: 1 })
    setTimeout(() => { throw new Error('thrown') })
    setTimeout(() => { throw null })
    Promise.reject(new Error('rejected'))
    fetch('/p/abc/missing.json').catch(() => undefined)
    fetch('/p/other/index.html').catch(() => undefined)
    const image = new Image(); image.src = '/p/abc/missing.png'; image.alt = 'missing'
    const controller = new AbortController(); fetch('/p/abc/page.css', { signal: controller.signal }).catch(() => undefined); controller.abort()`
  const { errors, text } = await visitPage({ script })
  expect(text).toBe('Hello')
  expect(errors).toEqual(
    expect.arrayContaining([
      'said {a: 1}',
      'thrown',
      'rejected',
      'null',
      `${PAGE_URL}missing.json could not be loaded`,
      `${PAGE_URL}missing.png could not be loaded`,
      'https://preview.test/p/other/index.html could not be loaded',
    ]),
  )
  expect(errors.filter((error) => /only a|page\.css/.test(error))).toEqual([])
  expect(new Set(errors).size).toBe(errors.length)
})

test('only the first twenty of many long errors are kept, each cut off', async () => {
  const { errors } = await visitPage({ script: 'for (let i = 0; i < 300; i += 1) console.error(i + " " + "🎉".repeat(1000))' })
  expect(errors).toHaveLength(20)
  expect(errors.every((error) => error.length === 500 && error.isWellFormed())).toBe(true)
})

test('the page runs as in the preview: module scripts with an opaque origin, and nothing inline', async () => {
  const script = `
    import { word } from './other.js'
    const say = (text) => document.querySelector('main').append(document.createElement('br'), text)
    say(word + ' from ' + self.origin)
    fetch('data.json').then((response) => response.json()).then(({ number }) => say('number ' + number))
    try { localStorage.getItem('x'); say('kept') } catch (error) { say(error.name) }
    try { new Function('return 1')(); say('evaluated') } catch (error) { say(error.name) }`
  const { text, errors } = await visitPage({
    script,
    body: '<script>document.querySelector("main").append("inline")</script><p style="color: rgb(1, 2, 3)">Styled</p>',
    files: { 'other.js': `export const word = 'module'`, 'data.json': '{"number":7}' },
  })
  expect(text.split('\n').filter(Boolean)).toEqual(['Hello', 'Styled', 'module from null', 'SecurityError', 'EvalError', 'number 7'])
  expect(errors.filter((error) => !error.includes('Content Security Policy'))).toEqual([])
  expect(errors.some((error) => error.includes('inline script'))).toBe(true)
})

test('axe’s findings are reported at the width where they occur, each rule once', async () => {
  const { accessibility } = await visitPage(
    {
      body: `${IMAGE}<button id="one"></button><p class="small"><button id="two"></button></p><p style="color: #ccc; background: #fff">Faint</p>`,
      style: '.small { display: none } @media (max-width: 500px) { .small { display: block } }',
    },
    { widthsPx: [1_280, 320] },
  )
  const found = Object.fromEntries(
    accessibility.map(({ rule, impact, elements }) => [rule, { impact, paths: elements.map(({ path }) => path) }]),
  )
  expect(found).toMatchObject({
    'image-alt': { impact: 'critical', paths: ['img'] },
    'button-name': { impact: 'critical', paths: ['#one', '#two'] },
    'color-contrast': { impact: 'serious' },
  })
  expect(accessibility.every(({ help, elements }) => help !== '' && elements.length <= 5)).toBe(true)
  expect(accessibility).toHaveLength(Object.keys(found).length)
})

test('a page that patches built-ins, or names elements after them, hides no finding', async () => {
  const script = `
    for (const type of [Array, Object, String, NodeList, Element, Document, HTMLElement, Node, Promise, Map, Set, JSON, Function])
      for (const target of [type, type.prototype ?? {}])
        for (const name of Object.getOwnPropertyNames(target))
          try { Object.defineProperty(target, name, { value: () => [], get: undefined }) } catch {}`
  const lies = `
    Object.defineProperty(HTMLElement.prototype, 'innerText', { get: () => 'a lie' })
    Object.defineProperty(Element.prototype, 'scrollHeight', { get: () => 3 })
    document.querySelectorAll = () => []; window.getComputedStyle = () => ({}); window.axe = { run: async () => ({ violations: [] }) }
    window.addEventListener('message', (event) => event.stopImmediatePropagation(), true)`
  const names = ['body', 'documentElement', 'querySelectorAll', 'axe', 'getElementById', 'createElement', 'head', 'children']
  const clobbering = names.map((name) => `<form name="${name}" id="${name}"></form><img name="${name}" alt="">`).join('')
  const { accessibility, text, pictures } = await visitPage({
    script: lies + script,
    body: `${IMAGE}${clobbering}<p style="height: 1500px">Long</p>`,
  })
  expect(accessibility.find(({ rule }) => rule === 'image-alt')?.elements[0]?.path).toBe('img:nth-child(2)')
  expect(text).toBe('Hello\n\nLong')
  expect(pngSize(pictures[0]?.png ?? new Uint8Array()).height).toBeGreaterThan(1_500)
})

test('frames are inspected too, and none is waited for', async () => {
  const { accessibility, errors } = await visitPage({
    body: `<iframe title="Inside" srcdoc='<p>Framed</p><img src="data:,">'></iframe>`,
  })
  expect(accessibility).toEqual([
    expect.objectContaining({ rule: 'image-alt', elements: [{ path: 'iframe img', html: '<img src="data:,">' }] }),
  ])
  expect(errors).toEqual([])
})

test('a page that shows nothing has no text', async () => {
  expect(await visitPage({ script: 'document.body.replaceChildren()' })).toMatchObject({ errors: [], text: '' })
})
