import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import { callGitHub } from './github-failure.ts'
import { createClients, type GitHubSettings } from './octokit.ts'

/** How Git reads a repository: its address, and an authorization header with a short-lived token for this one repository. */
export function createGitAccess(settings: GitHubSettings & { webUrl: string }) {
  const clients = createClients(settings)
  return async (repository: RepositoryRef): Promise<{ url: string; authorization: string }> => {
    const token = await callGitHub(() => clients.tokenFor(repository, 'read'))
    const credentials = Buffer.from(`x-access-token:${token}`).toString('base64')
    return { url: `${settings.webUrl}/${repository.owner}/${repository.name}.git`, authorization: `basic ${credentials}` }
  }
}
