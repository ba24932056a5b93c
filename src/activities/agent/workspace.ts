import { z } from 'zod'
import { Failure } from '#src/domain/shared/failures.ts'
import { isKept, MAX_PUBLISHED_FILE_BYTES } from '#src/domain/publishing/publish-policy.ts'
import type { Changes, TurnBase, TurnRecord } from '#src/domain/projects/records.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import type { ActivityContext } from '../shared/as-activity.ts'
import { providePackages } from '../packages/provide-packages.ts'
import type { TurnPackages } from '../packages/provide-packages.ts'
import { readSafely } from './read-safely.ts'
import { createSandbox, releaseSandboxes, templateOfTurn } from './turn-sandboxes.ts'
import { withPackages } from '../packages/with-packages.ts'

/** A turn's sandbox together with what it began from. */
export type Workspace = {
  /** Its commands find the packages that package.json asks for. */
  sandbox: Sandbox
  base: TurnBase
  tree: Record<string, string>
  /** Installed once a command needs them. */
  packages: () => Promise<TurnPackages>
}

/** Changed files kept after one command. */
const KEPT_FILES = 500
const UNPACK_MS = 120_000
const ARCHIVE = '.ollio/base.tgz'

/**
 * The sandbox in which the turn works. After a failed or killed try it can't be trusted, and after a crash it may be gone:
 * then it is built anew from base and changes, and what was recorded is not done again.
 */
export async function openWorkspace(
  ports: ActivityPorts,
  turn: TurnRecord,
  changes: Changes,
  context: ActivityContext,
): Promise<Workspace> {
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

export function baseOf(turn: TurnRecord): TurnBase {
  if (turn.base === null) throw new Failure('unexpected', `Turn ${turn.id} was not prepared`)
  return turn.base
}

/** Unpacks the repository inside the sandbox, where its links can point to nothing of ours. */
export async function writeBase(ports: ActivityPorts, sandbox: Sandbox, archive: string, signal: AbortSignal): Promise<void> {
  await unpackArchive(sandbox, await ports.artifacts.get(archive), signal)
}

export async function unpackArchive(sandbox: Sandbox, archive: Uint8Array, signal: AbortSignal): Promise<void> {
  await sandbox.writeFile(ARCHIVE, archive)
  const unpacked = await sandbox.run({
    command: `tar -xzf ${ARCHIVE} --strip-components=1 --no-same-owner --no-same-permissions && rm ${ARCHIVE}`,
    timeoutMs: UNPACK_MS,
    signal,
  })
  if (unpacked.exitCode !== 0)
    throw new Failure('repository-too-large', `The repository could not be unpacked: ${unpacked.stderr.slice(-500)}`)
}

/** Puts the changed files over the base. */
export async function writeChanges(ports: ActivityPorts, sandbox: Sandbox, changes: Changes): Promise<void> {
  for (const [path, artifact] of Object.entries(changes)) {
    if (artifact === null) await sandbox.remove(path)
    else await sandbox.writeFile(path, await ports.artifacts.get(artifact))
  }
}

export async function readTree(ports: ActivityPorts, base: Pick<TurnBase, 'tree'>): Promise<Record<string, string>> {
  return z.record(z.string(), z.string()).parse(JSON.parse(new TextDecoder().decode(await ports.artifacts.get(base.tree))))
}

/** The paths of the repository's files as they are after the changes. */
export function pathsOf(tree: Record<string, string>, changes: Changes): string[] {
  const kept = Object.keys(tree).filter((path) => !(Object.hasOwn(changes, path) && changes[path] === null))
  const added = Object.entries(changes).flatMap(([path, key]) => (key === null || Object.hasOwn(tree, path) ? [] : [path]))
  return [...kept, ...added]
}

/** The changes after one file was written: files as they were in the base don't stand in it. */
export function withFile(changes: Changes, tree: Record<string, string>, path: string, artifact: string | null): Changes {
  const { [path]: _before, ...rest } = changes
  const original = Object.hasOwn(tree, path) ? tree[path] : null
  return original === artifact ? rest : { ...rest, [path]: artifact }
}

/**
 * What differs from the base after a command, with the changed files in the artifact store. Only files that may have changed
 * since `sinceMs` are read: the others are as the changes has them. `notKept`: those that are too large or no regular files.
 */
export async function changesBetween(
  ports: ActivityPorts,
  { sandbox, tree }: Workspace,
  before: Changes,
  sinceMs: number,
): Promise<{ changes: Changes; notKept: string[] }> {
  const files = (await sandbox.snapshot()).filter(({ path }) => isKept(path))
  const present = new Set(files.map(({ path }) => path))
  let changes: Changes = before
  const notKept: string[] = []
  for (const path of new Set([...Object.keys(tree), ...Object.keys(before)])) {
    if (isKept(path) && !present.has(path)) changes = withFile(changes, tree, path, null)
  }
  for (const { path, sizeBytes, changedAtMs } of files) {
    const known = Object.hasOwn(before, path) ? before[path] !== null : Object.hasOwn(tree, path)
    if (known && changedAtMs < sinceMs) continue
    const bytes = sizeBytes > MAX_PUBLISHED_FILE_BYTES ? null : await readSafely(sandbox, path, MAX_PUBLISHED_FILE_BYTES)
    if (bytes === null) {
      // What else the command did is kept all the same.
      notKept.push(path)
      continue
    }
    changes = withFile(changes, tree, path, await ports.artifacts.put(bytes))
    if (Object.keys(changes).length > KEPT_FILES) throw new Failure('repository-too-large', 'A command changed more files than are kept')
  }
  return { changes, notKept: notKept.toSorted() }
}
