import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { toGateDescription } from './registry-paths.ts'

type Addresses = { registry: string; gate: string }

/** Parsing a longer description would block the whole process for too long. */
const CHARACTERS = 512 * 1024

/** Runs `toGateDescription`, in a separate thread if the description is long. */
export async function rewriteDescription(description: string, addresses: Addresses, signal: AbortSignal): Promise<string | null> {
  if (description.length <= CHARACTERS) return toGateDescription(description, addresses)
  const worker = new Worker(new URL('./description-worker.ts', import.meta.url), { workerData: { description, addresses } })
  try {
    const [answer] = (await once(worker, 'message', { signal })) as [string | null]
    return answer
  } finally {
    await worker.terminate()
  }
}
