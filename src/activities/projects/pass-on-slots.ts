import type { GrantedSlot } from '#src/ports/slots.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'

/** Grants free slots to waiting turns, after a turn ends or while it waits itself. Returns true if this turn has a slot. */
export async function passOnSlots(
  ports: Pick<ActivityPorts, 'rules' | 'slots' | 'workflows'>,
  { turnId }: { turnId: string },
): Promise<boolean> {
  await signalGranted(ports, await ports.slots.grantSlots(turnId, ports.rules.turnsAtOnce), turnId)
  return ports.slots.hasSlot(turnId)
}

/** A turn that misses the signal checks for its slot later by itself. */
export async function signalGranted(
  ports: Pick<ActivityPorts, 'workflows'>,
  granted: readonly GrantedSlot[],
  turnId: string,
): Promise<void> {
  const others = granted.filter((one) => one.turnId !== turnId)
  await Promise.all(others.map((one) => ports.workflows.grantSlot(one.address, one.turnId)))
}
