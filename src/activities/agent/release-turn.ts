import type { ActivityPorts } from '../shared/activity-ports.ts'
import { releaseSandboxes } from './turn-sandboxes.ts'

/** Destroys the turn's sandboxes. Idempotent. */
export function releaseTurn(
  ports: Pick<ActivityPorts, 'artifacts' | 'codeHost' | 'sandboxes'>,
  { turnId }: { turnId: string },
): Promise<void> {
  return releaseSandboxes(ports, turnId)
}
