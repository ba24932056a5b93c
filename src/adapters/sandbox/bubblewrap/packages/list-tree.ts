import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { findSystemProgram } from '../find-system-program.ts'

/** `kind`: as find(1) prints it; `f` is a file, `d` a folder, `l` a link. `path` is relative to the folder that was listed. */
export type TreeEntry = { kind: string; sizeBytes: number; path: string; target: string }

const FIELDS = 4
const PATH_CHARACTERS = 4_096

/**
 * Everything below a folder, by find(1), which takes a second for what takes Node twenty. `onEntry` returns false to end it early. Throws if
 * the folder can't be read.
 */
export async function listTree(folder: string, signal: AbortSignal, onEntry: (entry: TreeEntry) => boolean): Promise<void> {
  const find = spawn(findSystemProgram('find') ?? 'find', [folder, '-mindepth', '1', '-printf', String.raw`%y\0%s\0%P\0%l\0`], {
    stdio: ['ignore', 'pipe', 'ignore'],
    signal,
  })
  const ended = once(find, 'close')
  // A failure of the stream is the process's own end, which is waited for below.
  ended.catch(() => undefined)
  let rest = ''
  let isWanted = true
  for await (const chunk of find.stdout.setEncoding('utf8') as AsyncIterable<string>) {
    const fields = (rest + chunk).split('\0')
    const whole = fields.length - 1 - ((fields.length - 1) % FIELDS)
    for (let at = 0; at < whole && isWanted; at += FIELDS) {
      const [kind = '', size = '', path = '', target = ''] = fields.slice(at, at + FIELDS)
      isWanted = onEntry({ kind, sizeBytes: Number(size), path, target })
    }
    rest = fields.slice(whole).join('\0')
    isWanted &&= rest.length <= FIELDS * PATH_CHARACTERS
    if (isWanted) continue
    find.kill()
    break
  }
  const [code] = (await ended) as [number | null]
  if (isWanted && code !== 0) throw new Error(`find ended with code ${code}`)
}
