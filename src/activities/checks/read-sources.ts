import type { HostileText } from '#src/domain/shared/hostile-text.ts'
import type { Measured, NotRun } from '#src/domain/checks/measured.ts'

/** After so many unreadable files, the others of the same kind are not read: each may have taken seconds. */
const UNREADABLE = 5

/** `unread`: why files could not be read, with their paths. */
export type ReadSources<Result> = { read: Map<string, Result>; unread: { path: string; why: NotRun }[] }

/** Reads files one after the other. */
export async function readSources<Result>(
  files: Iterable<readonly [path: string, text: HostileText]>,
  read: (path: string, text: HostileText) => Promise<Measured<Result>>,
): Promise<ReadSources<Result>> {
  const found: ReadSources<Result> = { read: new Map(), unread: [] }
  for (const [path, text] of files) {
    const last = found.unread.at(-1)
    if (last !== undefined && found.unread.length >= UNREADABLE) found.unread.push({ path, why: last.why })
    else {
      const { value, notRun } = await read(path, text)
      if (notRun === undefined) found.read.set(path, value)
      else found.unread.push({ path, why: notRun })
    }
  }
  return found
}
