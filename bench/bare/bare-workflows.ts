import { proxyActivities } from '@temporalio/workflow'

const { nothing } = proxyActivities<{ nothing(): Promise<number> }>({ startToCloseTimeout: '10 seconds' })

/** Runs `count` empty activities one after the other. Returns when each started, in milliseconds of the worker's clock. */
export async function bareLoop(count: number): Promise<number[]> {
  const times: number[] = []
  for (let index = 0; index < count; index += 1) times.push(await nothing())
  return times
}
