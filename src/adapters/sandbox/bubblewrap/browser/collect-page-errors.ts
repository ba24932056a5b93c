import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'

/**
 * Reports errors before any script of the page can hide them: a page could prevent the default of an error event, or replace
 * `console.error`. Call before the page is opened.
 */
export async function collectPageErrors(page: Page, onError: (error: string) => void): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const name = `ollio${randomUUID().replaceAll('-', '')}`
  await session.send('Runtime.enable')
  await session.send('Page.enable')
  await session.send('Runtime.addBinding', { name })
  session.on('Runtime.bindingCalled', (call) => {
    if (call.name === name) onError(call.payload)
  })
  await session.send('Page.addScriptToEvaluateOnNewDocument', { source: `(${LISTENER})(${JSON.stringify(name)})` })
}

/** Runs before the page's own scripts. It saves the functions that it needs, and removes its binding's name from the page. */
const LISTENER = `(name) => {
  const send = globalThis[name]
  delete globalThis[name]
  if (typeof send !== 'function') return
  const { apply } = Reflect
  const { getOwnPropertyDescriptor, defineProperty } = Object
  const Text = String
  const { slice } = Text.prototype
  const later = setTimeout
  const getter = (type, property) => getOwnPropertyDescriptor(type.prototype, property).get
  const isPrevented = getter(Event, 'defaultPrevented')
  const messageOf = getter(ErrorEvent, 'message')
  const reasonOf = getter(PromiseRejectionEvent, 'reason')
  const report = (text) => send(apply(slice, Text(text), [0, 500]))
  // The browser itself reports errors whose default is not prevented.
  const watch = (type, textOf) => addEventListener(type, (event) => later(() => apply(isPrevented, event, []) && report(textOf(event))), true)
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
  defineProperty(console, 'error', { configurable: false, enumerable: true, get: () => error, set: () => report('The page replaces console.error') })
}`
