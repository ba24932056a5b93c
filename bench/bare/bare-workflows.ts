import { proxyActivities } from '@temporalio/workflow'

const { nothing } = proxyActivities<{ nothing(): Promise<number> }>({ startToCloseTimeout: '10 seconds' })

/** So many activities that do nothing, one after the other; answers when each began, in milliseconds of the worker's clock. */
export async function bareLoop(count: number): Promise<number[]> {
  const times: number[] = []
  for (let index = 0; index < count; index += 1) times.push(await nothing())
  return times
}
