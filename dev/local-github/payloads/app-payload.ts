import type { Hub } from '../hub.ts'
import type { InstallationRow } from '../store/row-types.ts'
import { ensureUser, userById } from '../store/user-rows.ts'
import { apiUrl, nodeId } from './payload-links.ts'
import { userPayload } from './user-payload.ts'

const APP_EVENTS = [
  'check_run',
  'create',
  'delete',
  'issue_comment',
  'issues',
  'pull_request',
  'pull_request_review',
  'pull_request_review_comment',
  'push',
  'repository',
]

export function appPayload(hub: Hub) {
  const { app } = hub
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId('Integration', app.id),
    owner: userPayload(hub, ensureUser(hub.store, app.slug, 'Organization')),
    name: app.slug,
    description: '',
    external_url: hub.url,
    html_url: `${hub.url}/apps/${app.slug}`,
    created_at: app.createdAt,
    updated_at: app.createdAt,
    permissions: app.permissions,
    events: APP_EVENTS,
  }
}

/** The app GitHub Actions, with its ids on github.com. */
export const ACTIONS_APP = { id: 15_368, slug: 'github-actions', name: 'GitHub Actions' }

/** The app that reports the jobs of a repository's own workflows. */
export function actionsAppPayload(hub: Hub): ReturnType<typeof appPayload> {
  const { id, slug, name } = ACTIONS_APP
  return { ...appPayload(hub), id, slug, name, node_id: nodeId('Integration', id), html_url: `${hub.url}/apps/${slug}` }
}

export function installationPayload(hub: Hub, installation: InstallationRow, accountId: number) {
  const account = userById(hub.store, accountId)
  const page = `${hub.url}/settings/installations/${installation.id}`
  return {
    id: installation.id,
    account: userPayload(hub, account),
    repository_selection: 'all',
    access_tokens_url: apiUrl(hub, `/app/installations/${installation.id}/access_tokens`),
    repositories_url: apiUrl(hub, '/installation/repositories'),
    html_url: page,
    app_id: hub.app.id,
    app_slug: hub.app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: hub.app.permissions,
    events: APP_EVENTS,
    created_at: installation.created_at,
    updated_at: installation.created_at,
    single_file_name: null,
    suspended_by: null,
    suspended_at: null,
  }
}
