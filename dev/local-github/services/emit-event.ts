import type { Hub } from '../hub.ts'
import { nodeId } from '../payloads/payload-links.ts'
import { repositoryPayload } from '../payloads/repository-payload.ts'
import { organizationPayload, userPayload } from '../payloads/user-payload.ts'
import { installationOf, repositoryById, type Repository } from '../store/repository-rows.ts'
import type { UserRow } from '../store/row-types.ts'

export type WebhookEvent = { event: string; action?: string; sender: UserRow; fields: Record<string, unknown> }

/** Queues one webhook, with the fields that GitHub adds to all of them. */
export function emit(hub: Hub, repository: Repository, { event, action, sender, fields }: WebhookEvent): void {
  const installation = installationOf(hub, repository)
  const { owner } = repository
  const payload = {
    ...(action === undefined ? {} : { action }),
    repository: repositoryPayload(hub, repositoryById(hub, repository.row.id)),
    ...fields,
    ...(owner.type === 'Organization' ? { organization: organizationPayload(hub, owner) } : {}),
    sender: userPayload(hub, sender),
    installation: { id: installation.id, node_id: nodeId('Integration', installation.id) },
  }
  hub.webhooks.enqueue({
    event,
    action: action ?? null,
    installationId: installation.id,
    repositoryId: repository.row.id,
    payload: JSON.stringify(payload),
  })
}
