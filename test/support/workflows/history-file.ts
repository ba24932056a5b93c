import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The folder of the histories, one file per shape. */
export const HISTORIES = join(import.meta.dirname, '../../integration/workflows/histories')

/** Fields that say nothing about the workflow and would make each recording different. */
const NOISE = ['taskId', 'version', 'identity', 'requestId', 'workerVersion', 'historySizeBytes', 'searchAttributes', 'stackTrace']

/**
 * A workflow's history as JSON: the server's own events without noise, with payloads as readable text. Doesn't use the SDK's
 * `historyToJSON`, which works only if npm installs one protobufjs for all Temporal packages.
 */
export function historyToText(history: object): string {
  return JSON.stringify(plain(history))
}

/** A history for `Worker.runReplayHistory`. */
export async function readHistory(name: string): Promise<unknown> {
  return JSON.parse(await readFile(join(HISTORIES, `${name}.json`), 'utf8'), (_key, value: unknown) =>
    isText(value) ? new TextEncoder().encode(value.utf8) : value,
  )
}

function plain(value: unknown): unknown {
  if (value instanceof Uint8Array) return { utf8: new TextDecoder('utf-8', { fatal: true }).decode(value) }
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  // 64-bit numbers; those that remain without the noise are small.
  if ('toNumber' in value && typeof value.toNumber === 'function') return value.toNumber()
  const entries = Object.entries(value).filter(([key, inner]) => !(NOISE.includes(key) || isNothing(inner) || isOneWorkersQueue(inner)))
  return Object.fromEntries(entries.map(([key, inner]) => [key, plain(inner)]))
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0)
}

/** The queue of one worker for the workflows in its memory. */
function isOneWorkersQueue(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'normalName' in value && value.normalName !== ''
}

function isText(value: unknown): value is { utf8: string } {
  return typeof value === 'object' && value !== null && 'utf8' in value
}
