import { randomUUID } from 'node:crypto'
import type { Sandbox } from '@e2b/code-interpreter'
import { z } from 'zod'
import { Failure } from '#src/domain/shared/failures.ts'
import { isPlainName, MAX_DEPTH, pathFailure, workspaceParts } from '#src/domain/shared/workspace-path-parts.ts'
import type { SandboxFile } from '#src/ports/sandbox.ts'
import { callInside } from './call-inside.ts'

const LISTED_ENTRIES = 10_000
const SNAPSHOT_FILES = 50_000
/** The repository's archive is written as one file. */
const FILE_BYTES = 256 * 1024 * 1024
/** Up to this size, content is sent with the call. Larger content is uploaded first, to a folder that only root can read. */
const INLINE_BYTES = 64 * 1024
const STAGE = '/root/.ollio'
const CALL_MS = 60_000
const ANSWER_BYTES = 64 * 1024 * 1024
/** The kernel's file timestamps lag behind its clock by a tick of at most 10 ms. */
const FILE_CLOCK_LAG_MS = 10

const answerSchema = z.union([
  z.object({ ok: z.literal(true), value: z.unknown(), nowMs: z.number() }),
  z.object({ ok: z.literal(false), code: z.string(), reason: z.string() }),
])
const plainPath = z.string().refine((path) => path.split('/').every(isPlainName))
const size = z.number().int().nonnegative()
const entriesSchema = z.array(
  z.object({ path: plainPath, kind: z.enum(['file', 'directory']), sizeBytes: size, changedAtMs: z.number().nonnegative() }),
)

/** Replaces whatever has this name, even a link, and never writes through a link. Uploads get an extra second per megabyte. */
export async function writeFile(sandbox: Sandbox, path: string, bytes: Uint8Array, requestTimeoutMs: number): Promise<void> {
  const parts = workspaceParts(path)
  if (bytes.length > FILE_BYTES) throw new Failure('sandbox-path', `${path}: is larger than ${FILE_BYTES} bytes`)
  if (bytes.length <= INLINE_BYTES) {
    await inWorkspace(sandbox, path, { do: 'write', parts, content: Buffer.from(bytes).toString('base64'), staged: null })
    return
  }
  const staged = `${STAGE}/${randomUUID()}`
  await sandbox.files.write(staged, new Blob([new Uint8Array(bytes)]), {
    ...{ user: 'root', useOctetStream: true, requestTimeoutMs: requestTimeoutMs + Math.ceil(bytes.length / 1_000) },
  })
  await inWorkspace(sandbox, path, { do: 'write', parts, content: null, staged })
}

/** Reads through our program inside the sandbox, because E2B's daemon follows links. */
export async function readFile(sandbox: Sandbox, path: string, maxBytes: number): Promise<Uint8Array> {
  const { value } = await inWorkspace(sandbox, path, { do: 'read', parts: workspaceParts(path), maxBytes }, maxBytes * 2 + 1024)
  const bytes = Buffer.from(z.base64().parse(value), 'base64')
  if (bytes.length > maxBytes) throw new Failure('sandbox-path', `${path}: is larger than ${maxBytes} bytes`)
  return new Uint8Array(bytes)
}

export async function removeFile(sandbox: Sandbox, path: string): Promise<void> {
  await inWorkspace(sandbox, path, { do: 'remove', parts: workspaceParts(path) })
}

export async function renameFile(sandbox: Sandbox, from: string, to: string): Promise<void> {
  await inWorkspace(sandbox, from, { do: 'rename', parts: workspaceParts(from), to: workspaceParts(to) })
}

export async function listFiles(sandbox: Sandbox, path: string, depth: number): Promise<SandboxFile[]> {
  const parts = path === '' || path === '.' ? [] : workspaceParts(path)
  const call = { do: 'list', parts, depth: Math.min(depth, MAX_DEPTH - parts.length), maxEntries: LISTED_ENTRIES }
  const entries = entriesSchema.parse((await inWorkspace(sandbox, path, call)).value)
  return entries.map(({ changedAtMs: _changedAtMs, ...entry }) => entry).toSorted((one, other) => (one.path < other.path ? -1 : 1))
}

/**
 * Fails if there are too many files to return, because missing ones would count as deleted. Times are converted to our clock and rounded
 * up, so a change never seems earlier than it was.
 */
export async function snapshotFiles(sandbox: Sandbox): Promise<{ path: string; sizeBytes: number; changedAtMs: number }[]> {
  const { value, nowMs } = await inWorkspace(sandbox, '', { do: 'snapshot', depth: MAX_DEPTH, maxEntries: SNAPSHOT_FILES + 1 })
  const entries = entriesSchema.parse(value)
  if (entries.length > SNAPSHOT_FILES) throw new Failure('sandbox-path', `The workspace has more than ${SNAPSHOT_FILES} files`)
  const aheadMs = Date.now() - nowMs + FILE_CLOCK_LAG_MS
  return entries.map(({ path, sizeBytes, changedAtMs }) => ({ path, sizeBytes, changedAtMs: Math.ceil(changedAtMs + aheadMs) }))
}

async function inWorkspace(sandbox: Sandbox, path: string, call: object, maxBytes = ANSWER_BYTES) {
  const lines: string[] = []
  const onLine = (line: string): void => void lines.push(line)
  await callInside(sandbox, { program: 'workspace', call, timeoutMs: CALL_MS, maxBytes, onLine })
  const answer = parsed(lines)
  if (answer.ok) return answer
  throw pathFailure(path, answer.code === '' ? new Failure('sandbox-path', `${path}: ${answer.reason}`) : codedError(answer))
}

function parsed(lines: readonly string[]): z.infer<typeof answerSchema> {
  try {
    return answerSchema.parse(JSON.parse(lines.join('\n')))
  } catch (cause) {
    throw new Failure('sandbox-unavailable', 'The sandbox’s answer about its files can’t be read', { cause })
  }
}

function codedError({ code, reason }: { code: string; reason: string }): Error {
  return Object.assign(new Error(reason), { code })
}
