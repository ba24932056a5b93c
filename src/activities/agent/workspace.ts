import { z } from 'zod'
import { endOfOutput, saysNoSpace } from '#src/domain/agent/command-output.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import { isKept, MAX_PUBLISHED_FILE_BYTES } from '#src/domain/publishing/publish-policy.ts'
import { baseOf } from '#src/domain/projects/base-of-turn.ts'
import type { Changes, TurnBase, TurnRecord } from '#src/domain/projects/records.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import type { ActivityContext } from '../shared/as-activity.ts'
import { providePackages } from '../packages/provide-packages.ts'
import type { TurnPackages } from '../packages/provide-packages.ts'
import { readSafely } from './read-safely.ts'
import { createSandbox, releaseSandboxes, templateOfTurn } from './turn-sandboxes.ts'
import { withPackages } from '../packages/with-packages.ts'

/** The ports that this file uses. */
type Ports = Pick<ActivityPorts, 'artifacts' | 'codeHost' | 'machine' | 'packages' | 'sandboxes'>

/** A turn's sandbox and the base that it started from. */
export type Workspace = {
  /** Its commands can use the packages that package.json declares. */
  sandbox: Sandbox
  base: TurnBase
  tree: Record<string, string>
  /** Installed when a command needs them. */
  packages: () => Promise<TurnPackages>
}

/** Maximum number of changed files of a turn that are kept. */
export const KEPT_FILES = 500
const UNPACK = { processorMs: 120_000, timeoutMs: 600_000 }
const ARCHIVE = '.ollio/base.tgz'

/**
 * Opens the turn's sandbox. After a failed or killed attempt it can't be trusted, and after a crash it may be gone: then it is rebuilt from
 * base and changes, and recorded tool calls are not run again.
 */
export async function openWorkspace(ports: Ports, turn: TurnRecord, changes: Changes, context: ActivityContext): Promise<Workspace> {
  const base = baseOf(turn)
  const tree = await readTree(ports, base)
  const living = await ports.sandboxes.list({ turn: turn.id, purpose: 'work' })
  const known = living.length === 1 && context.attempt === 1 ? await ports.sandboxes.connect(living[0]?.id ?? '') : null
  let provided: Promise<TurnPackages> | null = null
  const packages = (): Promise<TurnPackages> => (provided ??= providePackages(ports, turn, { tree, changes }, context))
  const furnished = (sandbox: Sandbox): Workspace => {
    return { sandbox: withPackages(sandbox, async () => (await packages()).packages), base, tree, packages }
  }
  if (known !== null) return furnished(known)
  await releaseSandboxes(ports, turn.id, 'work')
  const sandbox = await createSandbox(ports, turn, 'work', await templateOfTurn(ports, turn))
  await writeBase(ports, sandbox, base.archive, context.signal)
  await writeChanges(ports, sandbox, changes)
  return furnished(sandbox)
}

/** Unpacks the repository inside the sandbox, where its links cannot reach our files. */
export async function writeBase(ports: Pick<Ports, 'artifacts'>, sandbox: Sandbox, archive: string, signal: AbortSignal): Promise<void> {
  await unpackArchive(sandbox, await ports.artifacts.get(archive), signal)
}

export async function unpackArchive(sandbox: Sandbox, archive: Uint8Array, signal: AbortSignal): Promise<void> {
  await sandbox.writeFile(ARCHIVE, archive)
  const unpacked = await sandbox.run({
    command: `tar -xzf ${ARCHIVE} --strip-components=1 --no-same-owner --no-same-permissions && rm ${ARCHIVE}`,
    ...UNPACK,
    signal,
  })
  if (unpacked.exitCode === 0) return
  const { stoppedBy, stderr } = unpacked
  const isTooLarge = stoppedBy === 'processor-time' || stoppedBy === 'memory' || saysNoSpace(stderr)
  throw new Failure(
    isTooLarge ? 'repository-too-large' : 'sandbox-unavailable',
    `The repository could not be unpacked: ${endOfOutput(stderr)}`,
  )
}

/** Writes the changed files over the base. */
export async function writeChanges(ports: Pick<Ports, 'artifacts'>, sandbox: Sandbox, changes: Changes): Promise<void> {
  for (const [path, artifact] of Object.entries(changes)) {
    if (artifact === null) await sandbox.remove(path)
    else await sandbox.writeFile(path, await ports.artifacts.get(artifact))
  }
}

export async function readTree(ports: Pick<Ports, 'artifacts'>, base: Pick<TurnBase, 'tree'>): Promise<Record<string, string>> {
  return z.record(z.string(), z.string()).parse(JSON.parse(new TextDecoder().decode(await ports.artifacts.get(base.tree))))
}

/** The paths of the repository's files after the changes. */
export function pathsOf(tree: Record<string, string>, changes: Changes): string[] {
  const kept = Object.keys(tree).filter((path) => !(Object.hasOwn(changes, path) && changes[path] === null))
  const added = Object.entries(changes).flatMap(([path, key]) => (key === null || Object.hasOwn(tree, path) ? [] : [path]))
  return [...kept, ...added]
}

/** The changes after writing one file. Files that equal the base are not in it. */
export function withFile(changes: Changes, tree: Record<string, string>, path: string, artifact: string | null): Changes {
  const { [path]: _before, ...rest } = changes
  const original = Object.hasOwn(tree, path) ? tree[path] : null
  return original === artifact ? rest : { ...rest, [path]: artifact }
}

/** `tooMany`: more files changed than are kept, and about how many. */
export type CommandChanges = { changes: Changes; notKept: string[]; tooMany?: never } | { tooMany: number }

/**
 * The difference from the base after a command, with the changed files stored as artifacts. Only reads files that may have changed since
 * `sinceMs`; the others are as in `changes`. `notKept`: files that are too large or not regular.
 */
export async function changesBetween(
  ports: Pick<ActivityPorts, 'artifacts'>,
  { sandbox, tree }: { sandbox: Pick<Sandbox, 'snapshot' | 'readFile'>; tree: Record<string, string> },
  before: Changes,
  sinceMs: number,
): Promise<CommandChanges> {
  const files = (await sandbox.snapshot()).filter(({ path }) => isKept(path))
  const present = new Set(files.map(({ path }) => path))
  const changes = new Map(Object.entries(before))
  const write = (path: string, artifact: string | null): void => {
    changes.delete(path)
    if ((Object.hasOwn(tree, path) ? tree[path] : null) !== artifact) changes.set(path, artifact)
  }
  for (const path of [...Object.keys(tree), ...Object.keys(before)]) if (isKept(path) && !present.has(path)) write(path, null)
  const written = files.filter(({ path, changedAtMs }) => {
    const known = Object.hasOwn(before, path) ? before[path] !== null : Object.hasOwn(tree, path)
    return !known || changedAtMs >= sinceMs
  })
  const notKept: string[] = []
  for (const [index, { path, sizeBytes }] of written.entries()) {
    if (changes.size > KEPT_FILES) return { tooMany: changes.size + written.length - index }
    const bytes = sizeBytes > MAX_PUBLISHED_FILE_BYTES ? null : await readSafely(sandbox, path, MAX_PUBLISHED_FILE_BYTES)
    // The other changes of the command are kept.
    if (bytes === null) notKept.push(path)
    else write(path, await ports.artifacts.put(bytes))
  }
  return changes.size > KEPT_FILES ? { tooMany: changes.size } : { changes: Object.fromEntries(changes), notKept: notKept.toSorted() }
}
