import type { Hub } from '../hub.ts'
import type { LabelRow } from '../store/label-and-reviewer-rows.ts'
import type { Repository } from '../store/repository-rows.ts'
import { nodeId, repositoryApiUrl } from './payload-links.ts'

export function labelPayload(hub: Hub, repository: Repository, { id, name }: LabelRow) {
  const url = repositoryApiUrl(hub, repository, `/labels/${encodeURIComponent(name)}`)
  return { id, node_id: nodeId('Label', id), url, name, description: null, color: 'ededed', default: false }
}
