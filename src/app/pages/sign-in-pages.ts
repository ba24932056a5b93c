import { randomBytes } from 'node:crypto'
import { Hono } from 'hono'
import { html } from 'hono/html'
import type { SignIn } from '#src/ports/sign-in.ts'
import { layout } from './page-layout.ts'
import type { Markup } from './page-layout.ts'
import type { Readers } from './signed-in-readers.ts'

/** Signing in and out. People leave for the code host and come back; what they bring is good once, and for ten minutes. */
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
    const errand = await readers.return(context)
    const { state, code } = context.req.query()
    const person = errand === null || state !== errand.state || code === undefined ? null : await signIn.personFor(code)
    if (errand === null || person === null) return context.html(failedPage(), 403, headers)
    await readers.remember(context, person)
    return context.redirect(errand.to)
  })
  app.post('/sign-out', (context) => {
    if (context.req.header('sec-fetch-site') === 'cross-site') return context.html(failedPage(), 403, headers)
    readers.forget(context)
    return context.html(signedOutPage(), 200, headers)
  })
  return app
}

/** A path of ours; anything else leads to the front. */
function ownPath(to: string, publicUrl: string): string {
  const url = URL.parse(to, publicUrl)
  return url === null || url.origin !== new URL(publicUrl).origin ? '/' : url.pathname + url.search
}

function failedPage(): Markup {
  return layout(
    'Not signed in',
    html`<main>
      <h1>You are not signed in</h1>
      <p>It took too long, was refused, or began in another browser. Go back to the page that you wanted, and try it again.</p>
    </main>`,
  )
}

function signedOutPage(): Markup {
  return layout(
    'Signed out',
    html`<main>
      <h1>You are signed out</h1>
      <p>Links out of pull requests work all the same.</p>
    </main>`,
  )
}
