import type { Hub } from '../hub.ts'
import type { Repository } from '../store/repository-rows.ts'

export function apiUrl(hub: Hub, path: string): string {
  return `${hub.url}/api/v3${path}`
}

export function repositoryApiUrl(hub: Hub, repository: Repository, path = ''): string {
  return apiUrl(hub, `/repos/${repository.fullName}${path}`)
}

export function pageUrl(hub: Hub, repository: Repository, path = ''): string {
  return `${hub.url}/${repository.fullName}${path}`
}

export function nodeId(type: string, id: number | string): string {
  return Buffer.from(`0${type.length}:${type}${id}`).toString('base64')
}

/** The number in a node id; -1, which no row has, if it is not an id of this type. */
export function idOfNode(type: string, node: string): number {
  const [, id] = Buffer.from(node, 'base64').toString('utf8').split(`0${type.length}:${type}`)
  return id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : -1
}

/** Encodes each part of a path for a link and keeps the slashes. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}
