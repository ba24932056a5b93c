import { endOfOutput } from '#src/domain/agent/command-output.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import { toStoredStagedChanges } from '#src/domain/publishing/staged-changes.ts'
import type { StagedChanges } from '#src/domain/publishing/staged-changes.ts'
import type { TemplateName } from '#src/domain/repository/choose-template.ts'
import type { AbsentFiles } from '#src/ports/commit-trees.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import type { ActivityContext } from '../shared/as-activity.ts'
import { createSandbox, releaseSandboxes } from './turn-sandboxes.ts'
import { writeBase } from './workspace.ts'

/** The ports that this file uses. */
type Ports = Pick<ActivityPorts, 'artifacts' | 'codeHost' | 'commitTrees' | 'sandboxes'>

/** The repository at a commit, in a sandbox of the turn. */
export type BaseInSandbox = {
  sandbox: Sandbox
  template: TemplateName
  /** Artifact key of the gzipped tar. */
  archive: string
  /** What the tree names and the archive doesn't contain. */
  absent: AbsentFiles
  /** Path to SHA-256. */
  tree: Record<string, string>
}

const HASH = { processorMs: 120_000, timeoutMs: 600_000 }

/** Writes a commit into a new sandbox of the turn and releases its earlier ones. */
export async function checkOutCommit(
  ports: Ports,
  turn: TurnRecord,
  { sha, template: named }: { sha: string; template: Promise<TemplateName> },
  { signal }: ActivityContext,
): Promise<BaseInSandbox> {
  await releaseSandboxes(ports, turn.id)
  const [{ archive, absent }, { sandbox, template }] = await Promise.all([
    ports.commitTrees
      .read(turn.project.repository, sha, signal)
      .then(async (read) => ({ ...read, archive: await ports.artifacts.put(read.archive) })),
    named.then(async (name) => ({ template: name, sandbox: await createSandbox(ports, turn, 'work', name) })),
  ])
  await writeBase(ports, sandbox, archive, signal)
  return { sandbox, template, archive, absent, tree: await hashTree(sandbox, signal) }
}

/** SHA-256 of every regular file, computed before any command of the agent runs in the sandbox. */
async function hashTree(sandbox: Sandbox, signal: AbortSignal): Promise<Record<string, string>> {
  const out = '.ollio/tree'
  const hashed = await sandbox.run({
    command: `find . -type f -not -path './.ollio/*' -not -path './.git/*' -print0 | xargs -0 -r sha256sum -z > ${out}`,
    ...HASH,
    signal,
  })
  if (hashed.exitCode !== 0)
    throw new Failure('sandbox-unavailable', `The repository's files could not be read: ${endOfOutput(hashed.stderr)}`)
  const text = new TextDecoder().decode(await sandbox.readFile(out, 32 * 1024 * 1024))
  await sandbox.remove(out)
  const lines = text.split('\0').filter((line) => line !== '')
  return Object.fromEntries(lines.map((line) => [line.slice(66).replace(/^\.\//, ''), line.slice(0, 64)]))
}

/** A project with a pull request continues from the current head of its branch; a new one starts from the base branch. */
export async function headOf(ports: Pick<Ports, 'codeHost'>, { project }: TurnRecord): Promise<string> {
  const headAt = (branch: string): Promise<string | null> => ports.codeHost.branchHead(project.repository, branch)
  const isNew = project.pullRequest === null
  const [head, base] = await Promise.all([headAt(project.branch), isNew ? headAt(project.baseBranch) : null])
  if (head !== null) return head
  if (!isNew) throw new Failure('branch-gone', `Branch ${project.branch} no longer exists`)
  if (base === null) throw new Failure('branch-gone', `Branch ${project.baseBranch} no longer exists`)
  return base
}

export function putJson(ports: Pick<Ports, 'artifacts'>, value: unknown): Promise<string> {
  return ports.artifacts.put(new TextEncoder().encode(JSON.stringify(value)))
}

/** Stores changes that a turn publishes but no agent step made; returns the artifact's key. */
export function putStagedChanges(ports: Pick<Ports, 'artifacts'>, staged: StagedChanges): Promise<string> {
  return putJson(ports, toStoredStagedChanges(staged))
}
