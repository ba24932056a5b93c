import { expect, test } from 'vitest'
import { reportOn, visitPage } from '../../support/sandbox/visit-page.ts'

const MISTAKES =
  '<img src="data:,"><button id="nameless"></button><p style="color: #ddd">Faint</p><button id="never" tabindex="-1">Never</button>'
const thorough = { dark: null }

/** What is found in a page with MISTAKES, whatever else it does. */
async function found(script: string, style = '', body = MISTAKES) {
  const report = await visitPage({ body, script, style }, { limits: { processorMs: 60_000, realMs: 120_000 }, thorough, widthsPx: [1_280] })
  return {
    ...report,
    rules: report.accessibility.map(({ rule }) => rule).toSorted(),
    unreached: report.keyboard?.unreached.map(({ path }) => path),
  }
}

test.each([
  [
    'Array.prototype',
    `for (const name of ['push', 'filter', 'map', 'forEach', 'slice', 'flatMap', Symbol.iterator]) Array.prototype[name] = () => []`,
  ],
  [
    'document.querySelectorAll',
    'Document.prototype.querySelectorAll = Element.prototype.querySelectorAll = document.querySelectorAll = () => []',
  ],
  [
    'axe',
    `Object.defineProperty(window, 'axe', { value: { run: async () => ({ violations: [], incomplete: [] }) }, configurable: false })`,
  ],
  [
    'getBoundingClientRect',
    'Element.prototype.getBoundingClientRect = () => ({ width: 0, height: 0, top: 0, left: 0, right: 0, bottom: 0 })',
  ],
  ['matchMedia', 'window.matchMedia = () => ({ matches: false, addEventListener() {} })'],
  ['requestAnimationFrame', 'window.requestAnimationFrame = () => 0; window.setTimeout = () => 0; window.Promise = function () {}'],
  ['getComputedStyle', `window.getComputedStyle = () => ({ color: 'rgb(0,0,0)', backgroundColor: 'rgb(255,255,255)', display: 'none' })`],
  [
    'focus',
    'HTMLElement.prototype.focus = function () {}; Object.defineProperty(Document.prototype, "activeElement", { get: () => document.querySelector("#never") })',
  ],
  ['JSON', `JSON.stringify = () => '{}'; JSON.parse = () => ({ violations: [] })`],
  ['checkVisibility', 'Element.prototype.checkVisibility = () => false'],
])('a page that patches %s hides nothing', async (_what, script) => {
  const { rules, unreached } = await found(script)
  expect(rules).toEqual(['button-name', 'color-contrast', 'image-alt'])
  expect(unreached).toEqual(['#never'])
})

test.each([
  [
    'by preventing the default of its event',
    `addEventListener('error', (event) => event.preventDefault()); setTimeout(() => { throw new Error('kept back') })`,
  ],
  ['by window.onerror', `window.onerror = () => true; setTimeout(() => { throw new Error('kept back') })`],
  [
    'by changing errors before',
    `Object.defineProperty(ErrorEvent.prototype, 'message', { get: () => '' }); String.prototype.slice = () => ''; window.onerror = () => true
     Reflect.apply = () => ''; setTimeout(() => { throw new Error('kept back') })`,
  ],
  ['of a promise', `addEventListener('unhandledrejection', (event) => event.preventDefault()); Promise.reject(new Error('kept back'))`],
  ['of nobody', `setTimeout(() => { throw new Error('kept back') })`],
])('an error that the page hides %s is still reported, once', async (_how, script) => {
  expect((await visitPage({ script })).errors).toEqual(['kept back'])
})

test('a page with fields named like properties of elements hides nothing', async () => {
  const names = [
    'parentElement',
    'id',
    'localName',
    'closest',
    'matches',
    'getBoundingClientRect',
    'outerHTML',
    'checkVisibility',
    'children',
    'labels',
  ]
  const fields = names.map((name) => `<label>${name} <input name="${name}"></label>`).join('')
  const body = `<form tabindex="0" aria-label="Form">${fields}<button id="never" tabindex="-1">N</button></form>`
  const { unreached, keyboard, errors } = await found('', '', body)
  expect({ unreached, errors, controls: keyboard?.controls }).toEqual({ unreached: ['#never'], errors: [], controls: names.length + 2 })
})

test('a page that replaces console.error has a finding, and hides no error', async () => {
  const { errors } = await visitPage({ script: `console.error = () => {}; console.error('loud')` })
  expect(errors).toEqual(['The page replaces console.error', 'loud'])
})

test('a page can’t detect the check from what the browser reveals about itself', async () => {
  const script = `
    const { webdriver, userAgent, userAgentData, languages, plugins } = navigator
    const names = Object.getOwnPropertyNames(window).filter((name) => /playwright|ollio|cdc_|puppeteer/i.test(name))
    const brands = (userAgentData?.brands ?? []).map(({ brand }) => brand).join()
    document.querySelector('main').append(JSON.stringify({ webdriver, isHeadless: /headless/i.test(userAgent + brands), names, languages: languages.length > 0 }))`
  const { text } = await visitPage({ script })
  expect(text).toContain('{"webdriver":false,"isHeadless":false,"names":[],"languages":true}')
})

test.each([
  ['removes itself', 'document.documentElement.remove()'],
  ['removes its body', 'document.body.remove()'],
  ['is hidden as a whole', 'document.documentElement.hidden = true'],
  ['replaces its document', 'document.open(); document.close()'],
])('a page that %s shows nothing, which is detected', async (_what, script) => {
  expect((await reportOn({ script }, { thorough })).text).toEqual({ value: '' })
})

test.each([
  ['for screen readers', `document.documentElement.setAttribute('aria-hidden', 'true')`],
  ['by its body', `document.body.setAttribute('aria-hidden', 'true')`],
  ['by its parts', `for (const part of document.querySelectorAll('main > *')) part.setAttribute('aria-hidden', 'true')`],
])('a page that hides itself %s from the checks is detected', async (_how, script) => {
  const { hiddenShare } = await found(script)
  expect(hiddenShare).toBeGreaterThan(0.9)
})

test('text with unmeasurable contrast, because it is on a transparent picture, is reported', async () => {
  const { unmeasured } = await found(
    '',
    'main { background-image: linear-gradient(transparent, transparent) } p { color: #fff }',
    '<p>Text</p>',
  )
  expect(unmeasured.map(({ html }) => html)).toContain('<p>Text</p>')
})

test.each([
  ['covers it', '<div style="position: fixed; inset: 0; background: #fff"></div>'],
  ['covers it and lets the mouse through', '<div style="position: fixed; inset: 0; background: #fff; pointer-events: none"></div>'],
  ['has an opacity of zero', '<div></div>', 'main { opacity: 0 }'],
])('invisible text, because something %s, is a finding', async (_what, body, style = '') => {
  expect((await found('', style, `<p>Text</p>${body}`)).lettersVisible).toBe(false)
})

test.each([
  ['only far below', '<p>Text</p>', 'h1 { display: none } p { margin-top: 2000px }'],
  [
    'only in a drawing',
    '<svg role="img" aria-label="Chart" width="200" height="40"><text y="20">Text</text></svg>',
    'h1 { display: none }',
  ],
])('a page that has its text %s shows it', async (_where, body, style) => {
  expect(await found('', style, body)).toMatchObject({ errors: [], lettersVisible: true })
})

test('text in exactly the color of its background counts as no text', async () => {
  expect((await found('', 'p { color: #fff; background: #fff }', '<p>Text of some length</p>')).rules).toEqual(['color-contrast'])
})

test.each([
  ['a key is pressed', `addEventListener('keydown', () => { for (;;) {} })`],
  ['the window gets small', `addEventListener('resize', () => { if (innerWidth < 330) for (;;) {} })`],
])('a page that never ends once %s is ended by its processor time, and has a finding', async (_when, script) => {
  const { errors, text } = await reportOn(
    { script, body: '<button>B</button>' },
    { thorough, limits: { processorMs: 8_000, realMs: 120_000 } },
  )
  expect(errors).toEqual(['The page kept the browser busy for more than 8 seconds of processor time'])
  expect(text.value).toContain('Hello')
})

test('a page that leaves during the keyboard walk has a finding', async () => {
  const script = `addEventListener('keydown', () => { alert('stay'); location = 'https://elsewhere.test/x' })`
  const { errors } = await visitPage({ script, body: '<button>B</button>' }, { thorough })
  expect(errors).toContain('The page tried to navigate to https://elsewhere.test/x')
})

test('the template’s note about stubs is no text of the page: a page without other text is empty, and invisible text stays invisible', async () => {
  const note = '<aside data-ollio-note="" style="color: #713f12">Not installed here, replaced by a stub: x</aside>'
  expect((await found('', '', `<p>Text</p>${note}`)).text).toBe('Hello\n\nText')
  expect((await found('', 'main > :not(aside) { display: none }', note)).text).toBe('')
  expect((await found('', 'main > :not(aside) { opacity: 0 }', `<p>Text</p>${note}`)).lettersVisible).toBe(false)
})
