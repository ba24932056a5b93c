import { toFailure } from '#src/domain/shared/failures.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'

/** `null` for a file that is missing, too large, or not safe to read (such as a hard link). */
export async function readSafely(sandbox: Pick<Sandbox, 'readFile'>, path: string, maxBytes: number): Promise<Uint8Array | null> {
  try {
    return await sandbox.readFile(path, maxBytes)
  } catch (error) {
    const failure = toFailure(error)
    if (failure.kind === 'sandbox-path') return null
    throw failure
  }
}
