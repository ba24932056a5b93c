import type { Hub } from '../hub.ts'
import type { UserRow } from '../store/row-types.ts'
import { apiUrl, nodeId } from './payload-links.ts'

/** GitHub's 'simple user'. */
export function userPayload(hub: Hub, user: UserRow) {
  const url = apiUrl(hub, `/users/${encodeURIComponent(user.login)}`)
  const page = user.type === 'Bot' ? `${hub.url}/apps/${user.login.replace('[bot]', '')}` : `${hub.url}/${user.login}`
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId(user.type, user.id),
    avatar_url: `${hub.url}/avatars/${user.id}`,
    gravatar_id: '',
    url,
    html_url: page,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: user.type,
    site_admin: false,
  }
}

/** The response of `GET /users/{login}`. */
export function publicUserPayload(hub: Hub, user: UserRow) {
  return {
    ...userPayload(hub, user),
    name: user.login,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    public_repos: 0,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: user.created_at,
    updated_at: user.created_at,
  }
}

/** The response of `GET /user`. */
export function privateUserPayload(hub: Hub, user: UserRow) {
  return {
    ...publicUserPayload(hub, user),
    private_gists: 0,
    total_private_repos: 0,
    owned_private_repos: 0,
    disk_usage: 0,
    collaborators: 0,
    two_factor_authentication: true,
  }
}

/** The `organization` of a webhook. */
export function organizationPayload(hub: Hub, user: UserRow) {
  const url = apiUrl(hub, `/orgs/${user.login}`)
  return {
    login: user.login,
    id: user.id,
    node_id: nodeId(user.type, user.id),
    url,
    repos_url: `${url}/repos`,
    events_url: `${url}/events`,
    hooks_url: `${url}/hooks`,
    issues_url: `${url}/issues`,
    members_url: `${url}/members{/member}`,
    public_members_url: `${url}/public_members{/member}`,
    avatar_url: `${hub.url}/avatars/${user.id}`,
    description: null,
  }
}
