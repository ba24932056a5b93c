import { describe, expect, test } from 'vitest'
import { createSignIn } from '#src/adapters/github/github-sign-in.ts'
import { browserOf } from '../../support/local-github/pages-in-chromium.ts'
import { octokitFor, useLocalGitHub } from '../../support/local-github/local-github-world.ts'

const world = useLocalGitHub()

const RETURN = 'http://127.0.0.1:4999/sign-in/callback'
const signIn = (changes: Partial<Parameters<typeof createSignIn>[0]> = {}) => {
  const { app, apiUrl, url } = world.github
  return createSignIn({ clientId: app.clientId, clientSecret: app.clientSecret, apiUrl, githubUrl: url, returnUrl: RETURN, ...changes })
}

/** What a person does: opens the page and presses its button. */
async function consent(login: string): Promise<URL> {
  const { visit, send } = browserOf(world.github, login)
  const { pathname, search } = new URL(signIn().addressFor('a-state'))
  const { html, headers } = await visit(pathname + search)
  expect(html).toContain(`Continue as ${login}`)
  expect(headers.get('content-security-policy')).toContain(`form-action 'self' ${new URL(RETURN).origin}`)
  return new URL((await send(pathname + search, {})).to ?? '')
}

describe('signing in with the app', () => {
  test('signing in with the app identifies a person, once per code', async () => {
    const back = await consent('wim')
    expect(back.href.startsWith(RETURN)).toBe(true)
    expect(back.searchParams.get('state')).toBe('a-state')
    const code = back.searchParams.get('code') ?? ''
    expect(await signIn().personFor(code)).toEqual({ id: expect.any(Number), login: 'wim' })
    expect(await signIn().personFor(code)).toBeNull()
  })

  test.each(['', 'x', 'a'.repeat(20)])('signing in with the app identifies nobody by the code “%s”', async (code) => {
    expect(await signIn().personFor(code)).toBeNull()
  })

  test('signing in with the app identifies nobody with a wrong client secret', async () => {
    const code = (await consent('mara')).searchParams.get('code') ?? ''
    expect(await signIn({ clientSecret: 'x' }).personFor(code)).toBeNull()
  })

  test('signing in with the app fails if GitHub is not reachable', async () => {
    await expect(signIn({ apiUrl: 'http://127.0.0.1:1/api/v3' }).personFor('x')).rejects.toMatchObject({ kind: 'github-unavailable' })
  })

  test('signing in with the app rejects unknown apps and redirects that are not web addresses', async () => {
    const { visit } = browserOf(world.github)
    const { app } = world.github
    const queries = [
      `client_id=other&redirect_uri=${RETURN}`,
      `client_id=${app.clientId}`,
      `client_id=${app.clientId}&redirect_uri=javascript:alert(1)`,
    ]
    const answers = await Promise.all(queries.map((query) => visit(`/login/oauth/authorize?${query}`)))
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404])
  })

  test('signing in with the app issues no token that works for the API', async () => {
    await expect(octokitFor(world.github, 'ghu_made-up').rest.users.getAuthenticated()).rejects.toMatchObject({ status: 401 })
  })
})
