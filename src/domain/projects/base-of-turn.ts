import { Failure } from '../shared/failures.ts'
import type { TurnBase, TurnRecord } from './records.ts'

export function baseOf(turn: TurnRecord): TurnBase {
  if (turn.base === null) throw new Failure('unexpected', `Turn ${turn.id} was not prepared`)
  return turn.base
}
