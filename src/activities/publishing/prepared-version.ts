import { Failure } from '#src/domain/shared/failures.ts'
import type { TurnRecord, VersionRecord } from '#src/domain/projects/records.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'

/** The version that a turn is about to publish. */
export async function preparedVersion(
  ports: Pick<ActivityPorts, 'turns' | 'versions'>,
  turnId: string,
): Promise<{ turn: TurnRecord; version: VersionRecord }> {
  const [turn, version] = await Promise.all([ports.turns.turn(turnId), ports.versions.versionOfTurn(turnId)])
  if (version === null) throw new Failure('unexpected', `Turn ${turnId} has no version to publish`)
  return { turn, version }
}
