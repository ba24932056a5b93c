import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { toGateDescription } from './registry-paths.ts'

type Addresses = { registry: string; gate: string }

/** What is longer takes so long to read that everything else of the process would wait for it. */
const CHARACTERS = 512 * 1024

/** `atGate`, in a thread of its own where the description is long. */
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
