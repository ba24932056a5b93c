import { parentPort, workerData } from 'node:worker_threads'
import { toGateDescription } from './registry-paths.ts'

/** A thread that rewrites one description; see `rewrite-description.ts`. */
const { description, addresses } = workerData as { description: string; addresses: Parameters<typeof toGateDescription>[1] }
parentPort?.postMessage(toGateDescription(description, addresses), [])
