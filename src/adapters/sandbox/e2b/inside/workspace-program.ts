import { randomBytes } from 'node:crypto'
import { constants as C } from 'node:fs'
import * as fs from 'node:fs'

/**
 * Runs inside a sandbox, as root, from the source text of this file. It runs one operation on the workspace's files, which others may
 * change at the same time. Each part of a path is opened relative to the descriptor of its parent, links are refused at each part, and a
 * file is checked after it was opened. The caller makes sure that the parts of a path are plain names.
 */
type Call =
  | { do: 'write'; parts: string[]; content: string | null; staged: string | null }
  | { do: 'read'; parts: string[]; maxBytes: number }
  | { do: 'remove'; parts: string[] }
  | { do: 'rename'; parts: string[]; to: string[] }
  | { do: 'list'; parts: string[]; depth: number; maxEntries: number }
  | { do: 'snapshot'; depth: number; maxEntries: number }

type Entry = { path: string; kind: 'file' | 'directory'; sizeBytes: number; changedAtMs: number }

const ROOT = '/workspace'
const FOLDER = C.O_RDONLY | C.O_DIRECTORY | C.O_NOFOLLOW
/** Total length of all paths in one answer. */
const PATH_CHARACTERS = 16 * 1024 * 1024
const NOT_ENTERED = ['node_modules', '.git']

class Refusal extends Error {}

const below = (folder: number, name: string): string => `/proc/self/fd/${folder}/${name}`
const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '')

/**
 * Opens the parent folder of a path; returns it with the last part's name. With `create`, missing folders are created for the owner of the
 * workspace.
 */
function folderOf(parts: string[], create: boolean): { folder: number; name: string } {
  let folder = fs.openSync(ROOT, FOLDER)
  const { uid, gid } = fs.fstatSync(folder)
  for (const part of parts.slice(0, -1)) {
    try {
      folder = fs.openSync(below(folder, part), FOLDER)
    } catch (error) {
      if (!create || codeOf(error) !== 'ENOENT') throw error
      try {
        fs.mkdirSync(below(folder, part), { mode: 0o755 })
      } catch (problem) {
        // Somebody else created it at the same time.
        if (codeOf(problem) !== 'EEXIST') throw problem
      }
      folder = fs.openSync(below(folder, part), FOLDER)
      fs.fchownSync(folder, uid, gid)
    }
  }
  return { folder, name: parts.at(-1) ?? '.' }
}

function write({ parts, content, staged }: Extract<Call, { do: 'write' }>): void {
  const bytes = staged === null ? Buffer.from(content ?? '', 'base64') : fs.readFileSync(staged)
  if (staged !== null) fs.rmSync(staged)
  const { folder, name } = folderOf(parts, true)
  const unfinished = below(folder, `.ollio-${randomBytes(8).toString('hex')}`)
  const file = fs.openSync(unfinished, C.O_WRONLY | C.O_CREAT | C.O_EXCL | C.O_NOFOLLOW, 0o644)
  try {
    fs.writeFileSync(file, bytes)
    const { uid, gid } = fs.statSync(ROOT)
    fs.fchownSync(file, uid, gid)
    fs.renameSync(unfinished, below(folder, name))
  } catch (error) {
    fs.rmSync(unfinished, { force: true })
    throw error
  }
}

function read({ parts, maxBytes }: Extract<Call, { do: 'read' }>): string {
  const { folder, name } = folderOf(parts, false)
  const file = fs.openSync(below(folder, name), C.O_RDONLY | C.O_NOFOLLOW | C.O_NONBLOCK | C.O_NOCTTY)
  const stats = fs.fstatSync(file)
  const { size } = stats
  if (!stats.isFile()) throw new Refusal('is not a regular file')
  if (stats.nlink !== 1) throw new Refusal('has more than one hard link')
  if (size > maxBytes) throw new Refusal(`is larger than ${maxBytes} bytes`)
  const bytes = Buffer.alloc(size)
  let done = 0
  // The file may still be growing. Only the size that it had when it was opened is read.
  while (done < size) {
    const count = fs.readSync(file, bytes, done, size - done, done)
    if (count === 0) throw new Refusal('changed while it was read')
    done += count
  }
  return bytes.toString('base64')
}

function remove({ parts }: Extract<Call, { do: 'remove' }>): void {
  try {
    const { folder, name } = folderOf(parts, false)
    fs.unlinkSync(below(folder, name))
  } catch (error) {
    if (codeOf(error) === 'EPERM') throw new Refusal('is a folder')
    if (codeOf(error) !== 'ENOENT') throw error
  }
}

function rename({ parts, to }: Extract<Call, { do: 'rename' }>): void {
  const source = folderOf(parts, false)
  const target = folderOf(to, true)
  fs.renameSync(below(source.folder, source.name), below(target.folder, target.name))
}

/** Files and folders only. Skips entries that vanish meanwhile and names that are not plain text. */
function* walk(folder: number, parts: string[], depth: number): Generator<Entry> {
  for (const { name } of fs.readdirSync(below(folder, '.'), { withFileTypes: true })) {
    if (/[\p{Cc}\\/\uFFFD]/u.test(name)) continue
    const stats = fs.lstatSync(below(folder, name), { throwIfNoEntry: false })
    const path = [...parts, name]
    if (stats?.isFile()) yield { path: path.join('/'), kind: 'file', sizeBytes: stats.size, changedAtMs: stats.ctimeMs }
    if (!stats?.isDirectory()) continue
    yield { path: path.join('/'), kind: 'directory', sizeBytes: 0, changedAtMs: stats.ctimeMs }
    if (depth > 1 && !NOT_ENTERED.includes(name)) yield* walkInto(folder, name, path, depth - 1)
  }
}

function* walkInto(parent: number, name: string, path: string[], depth: number): Generator<Entry> {
  let folder: number
  try {
    folder = fs.openSync(below(parent, name), FOLDER)
  } catch {
    // It is no longer a folder.
    return
  }
  try {
    yield* walk(folder, path, depth)
  } finally {
    fs.closeSync(folder)
  }
}

function entries(parts: string[], depth: number, maxEntries: number, kinds: string[]): Entry[] {
  const { folder } = folderOf([...parts, '.'], false)
  const found: Entry[] = []
  let characters = 0
  for (const entry of walk(folder, parts, depth)) {
    if (!kinds.includes(entry.kind)) continue
    found.push(entry)
    characters += entry.path.length
    if (characters > PATH_CHARACTERS) throw new Refusal('has too many paths to list')
    if (found.length >= maxEntries) break
  }
  return found
}

function outcomeOf(call: Call): unknown {
  switch (call.do) {
    case 'write':
      return write(call)
    case 'read':
      return read(call)
    case 'remove':
      return remove(call)
    case 'rename':
      return rename(call)
    case 'list':
      return entries(call.parts, call.depth, call.maxEntries, ['file', 'directory'])
    case 'snapshot':
      return entries([], call.depth, call.maxEntries, ['file'])
  }
}

function answer(): object {
  try {
    return { ok: true, value: outcomeOf(JSON.parse(process.argv[1] ?? '') as Call) ?? null }
  } catch (error) {
    return { ok: false, code: codeOf(error), reason: error instanceof Error ? error.message : '' }
  }
}

const answered = answer()
process.stdout.write(`${JSON.stringify({ ...answered, nowMs: Date.now() })}\n`)
