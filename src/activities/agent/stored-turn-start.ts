import { toStoredTurnStart, turnStartSchema } from '#src/domain/agent/turn-start.ts'
import type { TurnStart } from '#src/domain/agent/turn-start.ts'
import type { TurnBase, TurnRecord } from '#src/domain/projects/records.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { baseOf } from '#src/domain/projects/base-of-turn.ts'

type Ports = Pick<ActivityPorts, 'artifacts'>

/** Stores what the turn's later activities need of its start; returns the artifact's key. */
export function putTurnStart(ports: Ports, start: TurnStart): Promise<string> {
  return ports.artifacts.put(new TextEncoder().encode(JSON.stringify(toStoredTurnStart(start))))
}

/** Fails with 'unexpected' if the turn was not prepared. */
export function readTurnStart(ports: Ports, turn: TurnRecord): Promise<TurnStart> {
  return readStartOf(ports, baseOf(turn))
}

async function readStartOf({ artifacts }: Ports, { prompt }: TurnBase): Promise<TurnStart> {
  return turnStartSchema.parse(JSON.parse(new TextDecoder().decode(await artifacts.get(prompt))))
}
