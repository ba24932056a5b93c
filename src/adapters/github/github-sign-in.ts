import { exchangeWebFlowCode, getWebFlowAuthorizationUrl } from '@octokit/oauth-methods'
import { request } from '@octokit/request'
import { personSchema } from '#src/domain/commands/command-message.ts'
import type { SignIn } from '#src/ports/sign-in.ts'
import { callGitHub, hasStatus } from './github-failure.ts'

export type SignInSettings = { clientId: string; clientSecret: string; apiUrl: string; githubUrl: string; returnUrl: string }

const REQUEST_MS = 10_000

/** User authorization through the GitHub App. The user's token is used once, to find out who the user is, and then discarded. */
export function createSignIn({ clientId, clientSecret, apiUrl, githubUrl, returnUrl }: SignInSettings): SignIn {
  const common = { clientType: 'github-app', clientId } as const
  // The user's browser opens the site's public address. Our own requests use the address that we can reach.
  const site = request.defaults({ baseUrl: githubUrl })
  return {
    addressFor: (state) => getWebFlowAuthorizationUrl({ ...common, request: site, state, redirectUrl: returnUrl }).url,
    personFor: (code) =>
      callGitHub(async () => {
        const api = request.defaults({ baseUrl: apiUrl, request: { signal: AbortSignal.timeout(REQUEST_MS) } })
        try {
          const { authentication } = await exchangeWebFlowCode({ ...common, request: api, clientSecret, code, redirectUrl: returnUrl })
          const { data } = await api('GET /user', { headers: { authorization: `token ${authentication.token}` } })
          return personSchema.parse(data)
        } catch (error) {
          // A used or invalid code gives a 400, which the package throws itself. A refused token gives a 401.
          if (hasStatus(error, 400) || hasStatus(error, 401)) return null
          throw error
        }
      }),
  }
}
