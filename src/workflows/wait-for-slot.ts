import { condition } from '@temporalio/workflow'
import { rows } from './activity-proxies.ts'
import type { Progress } from './follow-progress.ts'
import type { RunningTurn } from './running-turn.ts'

/** How often a waiting turn checks for a slot itself, in case the signal gets lost. */
const CHECK_INTERVAL = '2 minutes'

/** The number of turns that run at once in a repository and in an account is limited. The others wait here in fair order for a slot. */
export async function waitForSlot(turnId: string, running: RunningTurn, progress: Progress): Promise<void> {
  progress.enter('Waiting for other turns to finish')
  while (!(await condition(() => running.slotTurnId === turnId, CHECK_INTERVAL))) if (await rows.passOn({ turnId })) return
}
