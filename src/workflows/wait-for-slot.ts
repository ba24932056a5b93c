import { condition } from '@temporalio/workflow'
import { rows } from './activity-proxies.ts'
import type { Progress } from './follow-progress.ts'
import type { RunningTurn } from './running-turn.ts'

/** So often somebody who waits looks by themselves, should the word that there is a place get lost. */
const LOOK = '2 minutes'

/** So many turns may run at once in a repository and in an account; the others wait here, in fair order, until one of them ends. */
export async function waitForSlot(turnId: string, running: RunningTurn, progress: Progress): Promise<void> {
  progress.enter('Waiting for other turns to end')
  while (!(await condition(() => running.slotTurnId === turnId, LOOK))) if (await rows.passOn({ turnId })) return
}
