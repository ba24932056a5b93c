import { exchangeWebFlowCode, getWebFlowAuthorizationUrl } from '@octokit/oauth-methods'
import { request } from '@octokit/request'
import { personSchema } from '#src/domain/commands/command-message.ts'
import type { SignIn } from '#src/ports/sign-in.ts'
import { callGitHub, hasStatus } from './github-failure.ts'

export type SignInSettings = { clientId: string; clientSecret: string; apiUrl: string; githubUrl: string; returnUrl: string }

const REQUEST_MS = 10_000

/** The app's own user authorisation. Their token is used once, to ask who they are, and then forgotten. */
export function createSignIn({ clientId, clientSecret, apiUrl, githubUrl, returnUrl }: SignInSettings): SignIn {
  const common = { clientType: 'github-app', clientId } as const
  // People go to the site as they see it; we ask it where we reach it.
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
          // A code that is used up, or made up, is a 400 of the package's own; a token that is refused a 401.
          if (hasStatus(error, 400) || hasStatus(error, 401)) return null
          throw error
        }
      }),
  }
}
