import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'

/**
 * Hears of errors before any script of the page can keep them to itself: a page that prevents the default of an error, or puts
 * another `console.error` in its place, would otherwise hide them from us. Call before the page is opened.
 */
export async function collectPageErrors(page: Page, hear: (error: string) => void): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const name = `ollio${randomUUID().replaceAll('-', '')}`
  await session.send('Runtime.enable')
  await session.send('Page.enable')
  await session.send('Runtime.addBinding', { name })
  session.on('Runtime.bindingCalled', (call) => {
    if (call.name === name) hear(call.payload)
  })
  await session.send('Page.addScriptToEvaluateOnNewDocument', { source: `(${WITNESS})(${JSON.stringify(name)})` })
}

/** Runs before the page's own scripts, keeps what it needs of the world as it is then, and takes its one name away. */
const WITNESS = `(name) => {
  const tell = globalThis[name]
  delete globalThis[name]
  if (typeof tell !== 'function') return
  const { apply } = Reflect
  const { getOwnPropertyDescriptor, defineProperty } = Object
  const Text = String
  const { slice } = Text.prototype
  const later = setTimeout
  const getter = (type, property) => getOwnPropertyDescriptor(type.prototype, property).get
  const isKeptBack = getter(Event, 'defaultPrevented')
  const messageOf = getter(ErrorEvent, 'message')
  const reasonOf = getter(PromiseRejectionEvent, 'reason')
  const say = (text) => tell(apply(slice, Text(text), [0, 500]))
  // What nobody keeps back, the browser reports by itself.
  const watch = (type, textOf) => addEventListener(type, (event) => later(() => apply(isKeptBack, event, []) && say(textOf(event))), true)
  watch('error', (event) => apply(messageOf, event, []))
  watch('unhandledrejection', (event) => {
    const reason = apply(reasonOf, event, [])
    try {
      return Text(typeof reason === 'object' && reason !== null && 'message' in reason ? reason.message : reason)
    } catch {
      return 'A promise was rejected'
    }
  })
  const { error } = console
  defineProperty(console, 'error', { configurable: false, enumerable: true, get: () => error, set: () => say('The page puts another console.error in its place') })
}`
