import { randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import { html } from 'hono/html'
import type { SignIn } from '#src/ports/sign-in.ts'
import { layout } from './page-layout.ts'
import type { Markup } from './page-layout.ts'
import type { Readers } from './signed-in-readers.ts'

/** Sign-in and sign-out. Users go to the code host and return with a state that works once, within ten minutes. */
export function signInPages(
  signIn: SignIn,
  readers: Readers,
  { publicUrl, headers }: { publicUrl: string; headers: Record<string, string> },
): Hono {
  const app = new Hono()
  app.get('/sign-in', async (context) => {
    const state = randomBytes(24).toString('base64url')
    await readers.leave(context, { state, to: ownPath(context.req.query('to') ?? '/', publicUrl) })
    return context.redirect(signIn.addressFor(state))
  })
  app.get('/sign-in/callback', async (context) => {
    const pending = await readers.return(context)
    const { state, code } = context.req.query()
    const person = pending === null || state !== pending.state || code === undefined ? null : await signIn.personFor(code)
    if (pending === null || person === null) return context.html(failedPage(), 403, headers)
    await readers.remember(context, person)
    return context.redirect(pending.to)
  })
  app.post('/sign-out', (context) => {
    if (context.req.header('sec-fetch-site') === 'cross-site') return context.html(failedPage(), 403, headers)
    readers.forget(context)
    return context.html(signedOutPage(), 200, headers)
  })
  return app
}

/** Accepts only our own paths. Everything else leads to `/`. */
function ownPath(to: string, publicUrl: string): string {
  const url = URL.parse(to, publicUrl)
  return url === null || url.origin !== new URL(publicUrl).origin ? '/' : url.pathname + url.search
}

function failedPage(): Markup {
  return layout(
    'Sign-in failed',
    html`<main>
      <h1>Sign-in failed</h1>
      <p>It took too long, was cancelled, or started in another browser. Go back to the page you wanted to open and try again.</p>
    </main>`,
  )
}

function signedOutPage(): Markup {
  return layout(
    'Signed out',
    html`<main>
      <h1>You are signed out</h1>
      <p>Links in pull requests still work.</p>
    </main>`,
  )
}
