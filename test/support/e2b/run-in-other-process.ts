import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { E2bOptions } from '#src/adapters/sandbox/e2b/e2b-provider.ts'

const ELSEWHERE = join(import.meta.dirname, 'e2b-other-process.ts')

/** Runs the action on a sandbox from another process. Returns what the command printed. */
export async function fromElsewhere(options: E2bOptions, id: string, action: { run: string } | 'destroy'): Promise<string> {
  const args = action === 'destroy' ? ['destroy'] : ['run', action.run]
  return (await promisify(execFile)(process.execPath, [ELSEWHERE, JSON.stringify(options), id, ...args])).stdout
}
