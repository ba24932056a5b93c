import { parentPort, workerData } from 'node:worker_threads'
import { atGate } from './registry-paths.ts'

/** A thread that rewrites one description; see `description-at-gate.ts`. */
const { description, addresses } = workerData as { description: string; addresses: Parameters<typeof atGate>[1] }
parentPort?.postMessage(atGate(description, addresses), [])
