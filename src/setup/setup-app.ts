import { Hono } from 'hono'
import type { Context } from 'hono'
import { getCookie, setCookie } from 'hono/cookie'
import { ICON } from '#src/app/pages/static-assets.ts'
import { notFoundPage, pageHeaders, unavailablePage } from '#src/app/pages/page-layout.ts'
import type { Log } from '#src/ports/log.ts'
import type { SetupAccess } from './setup-access.ts'
import { completeManifest } from './app-manifest.ts'
import type { AppManifest } from './app-manifest.ts'
import type { MissingSetting } from './missing-settings.ts'
import type { Progress } from './setup-progress.ts'
import { createAppPage, installAppPage, refusedPage, unfinishedPage } from './setup-page.ts'
import type { Hook } from './setup-page.ts'

const CALLBACK = '/set-up/created'
/** Callback for users who sign in with the app once it runs. */
const SIGN_IN = '/sign-in/callback'
const VISITOR = 'ollio_set_up'
/** GitHub's rule for organization names, and the format of its codes. */
const ORGANIZATION = /^[a-z\d](?:[a-z\d-]{0,37}[a-z\d])?$/i
const CODE = /^[\w-]{1,200}$/

export type SetupAppOptions = {
  githubUrl: string
  /** Public URL of this page. `null`: the URL of the request. */
  publicUrl: string | null
  manifest: AppManifest
  admission: SetupAccess
  progress: Progress
  /** Webhook address for GitHub. `null` if it is not known yet. */
  hook: () => Promise<Hook | null>
  needs: (isAppMade: boolean) => Promise<MissingSetting[]>
  /** Called once the app is created. Returns true if the server has all required settings and starts after this response. */
  goOn: () => boolean
  log: Log
}

/** The setup page and the return from GitHub. */
export function setupApp(options: SetupAppOptions): Hono {
  const { githubUrl, admission, progress, needs, manifest, log } = options
  const app = new Hono()
  const headers = {
    ...pageHeaders(githubUrl),
    // The form is submitted to GitHub. Browsers also apply `form-action` to the redirect that follows.
    'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; form-action 'self' ${new URL(githubUrl).origin}; base-uri 'none'; frame-ancestors 'none'`,
    // The browser's default: GitHub may refuse a form without a referrer.
    'referrer-policy': 'strict-origin',
    'cache-control': 'no-store',
  }
  const home = admission.key === null ? '/' : `/?key=${admission.key}`
  const mayEnter = (context: Context, key = context.req.query('key')) =>
    admission.mayEnter({ hostname: new URL(context.req.url).hostname, key })

  app.get('/', async (context) => {
    if (!mayEnter(context))
      return context.html(refusedPage('Access denied', 'Open the setup page with the address shown in your terminal.'), 403, headers)
    const { stage, installUrl, problem } = await progress.advance()
    if (installUrl !== null)
      return context.html(installAppPage({ installUrl, needs: await needs(true), isRunning: options.goOn(), home }), 200, headers)
    if (stage === 'unfinished') return context.html(unfinishedPage(problem, home), 503, headers)
    return context.html(createAppPage({ ...(await begin(context)), problem, needs: await needs(false) }), 200, headers)
  })

  async function begin(context: Context) {
    const base = options.publicUrl ?? new URL(context.req.url).origin
    const visitor = admission.visitor(getCookie(context, VISITOR))
    setCookie(context, VISITOR, visitor, { httpOnly: true, sameSite: 'Lax', path: '/', secure: base.startsWith('https:') })
    const given = context.req.query('organization')?.trim() ?? ''
    const hook = await options.hook()
    return {
      githubUrl,
      organization: ORGANIZATION.test(given) ? given : null,
      isOrganizationWrong: given !== '' && !ORGANIZATION.test(given),
      state: admission.stateOf(visitor),
      hook,
      manifest:
        hook === null ? '' : completeManifest(manifest, { hookUrl: hook.url, redirectUrl: base + CALLBACK, callbackUrl: base + SIGN_IN }),
      permissions: manifest.default_permissions,
      key: admission.key,
    }
  }

  app.get(CALLBACK, async (context) => {
    const { code, state } = context.req.query()
    // GitHub does not send the key back. The visitor cookie and the state are checked instead.
    if (admission.key === null && !mayEnter(context))
      return context.html(refusedPage('Access denied', 'Open the setup page with the address shown in your terminal.'), 403, headers)
    if (code === undefined || !CODE.test(code) || !admission.redeem(getCookie(context, VISITOR), state)) {
      log.warn({}, 'Return from GitHub refused')
      return context.html(
        refusedPage(
          'This setup link is not valid',
          'It was started in another browser, or it has already been used. Start again with the address shown in your terminal.',
        ),
        403,
        headers,
      )
    }
    if (!progress.begin(code))
      return context.html(
        refusedPage('GitHub App already created', 'A GitHub App was already created for this installation. Nothing was changed.'),
        409,
        headers,
      )
    await progress.advance()
    return context.body(null, 303, { ...headers, location: home })
  })

  app.get(ICON.path, (context) => context.body(ICON.svg, 200, { 'content-type': 'image/svg+xml' }))
  app.notFound((context) => context.html(notFoundPage(), 404, headers))
  app.onError((error, context) => {
    log.error({ reason: error.name }, 'Setup page request failed')
    return context.html(unavailablePage(), 503, headers)
  })
  return app
}
