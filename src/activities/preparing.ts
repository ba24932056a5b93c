import { Failure } from '#src/domain/failures.ts'
import { PREVIEW_SOURCE } from '#src/domain/publish-policy.ts'
import type { Manifest, TurnRecord } from '#src/domain/records.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import type { TemplateName } from '#src/domain/template-for.ts'
import type { ActivityPorts } from './activity-ports.ts'
import type { EffectContext } from './effect.ts'
import { gather } from './gathering.ts'
import { provideModules } from './modules.ts'
import { openingMessages } from './opening-messages.ts'
import type { Opening } from './opening-messages.ts'
import { keepPackageFiles } from './package-texts.ts'
import { readConfig } from './repository-config.ts'
import { readRepositoryFacts } from './repository-facts.ts'
import type { TurnRules } from './publishable.ts'
import { createSandbox, releaseSandboxes, templateAt } from './turn-sandboxes.ts'
import { layBase, layManifest } from './workbench.ts'

export type TurnLimits = { steps: number; milliseconds: number }

const HASH_MS = 120_000

/** A sandbox with the repository at the turn's base, and the prompt made from it. Both are kept, so a retry that finds them has nothing to do. */
export async function prepare(ports: ActivityPorts, { turnId }: { turnId: string }, context: EffectContext): Promise<TurnLimits> {
  const turn = await ports.projects.turn(turnId)
  const limits = { steps: ports.rules.stepsPerTurn, milliseconds: ports.rules.minutesPerTurn * 60_000 }
  if (turn.base !== null) return limits

  await releaseSandboxes(ports, turnId)
  const sha = await baseSha(ports, turn)
  const { repository, baseBranch, packageFolder } = turn.project
  const [archive, { sandbox, template }, reading] = await Promise.all([
    ports.codeHost.archive(repository, sha, context.signal).then((bytes) => ports.artifacts.put(bytes)),
    createWorkSandbox(ports, turn, sha),
    readConfig(ports, repository, baseBranch),
  ])
  // Admission read it without a mistake; since then somebody changed it.
  if (!reading.ok) throw new Failure('config-invalid', reading.problem)
  await layBase(ports, sandbox, archive, context.signal)
  const tree = await hashTree(sandbox, context.signal)
  const [facts, past, gathered] = await Promise.all([
    readRepositoryFacts(ports, sandbox, Object.keys(tree), {
      repository: `${repository.owner}/${repository.name}`,
      packageFolder,
      request: turn.prompt,
      config: reading.config,
    }),
    ports.projects.pastTurns(turn.project.id, turn.number),
    gather(ports, turn, context.signal),
    keepPackageFiles(ports, sandbox, tree),
  ])
  // So that the first command need not wait for them; what can't be installed is told by the check.
  await provideModules(ports, turn, { tree, manifest: {} }, context)

  const previewSource = past.at(-1)?.previewSource ?? null
  const manifest: Manifest =
    previewSource === null ? {} : { [PREVIEW_SOURCE]: await ports.artifacts.put(new TextEncoder().encode(previewSource)) }
  await layManifest(ports, sandbox, manifest)
  const messages = openingMessages(turn, {
    ...{ gathered, facts, past },
    limits: { steps: limits.steps, minutes: ports.rules.minutesPerTurn },
  })
  // What its sandboxes are made from, and what it may publish, are read back by those who need it.
  const kept: Opening & TurnRules & { template: TemplateName } = {
    ...{ messages, manifest, template },
    unused: gathered.unused,
    paths: reading.config.paths,
    closes: reading.config.closes,
  }
  const [treeKey, prompt] = await Promise.all([putJson(ports, tree), putJson(ports, kept)])
  await ports.projects.setBase(turnId, { sha, archive, tree: treeKey, prompt }, gathered.pictures)
  return limits
}

/** A project with a pull request goes on from its branch as it is now; a new one begins at the base branch. */
async function baseSha(ports: ActivityPorts, { project }: TurnRecord): Promise<string> {
  const head = await ports.codeHost.branchHead(project.repository, project.branch)
  if (head !== null) return head
  if (project.pullRequest !== null) throw new Failure('branch-gone', `Branch ${project.branch} is gone`)
  const base = await ports.codeHost.branchHead(project.repository, project.baseBranch)
  if (base === null) throw new Failure('branch-gone', `Branch ${project.baseBranch} is gone`)
  return base
}

async function createWorkSandbox(
  ports: ActivityPorts,
  turn: TurnRecord,
  sha: string,
): Promise<{ sandbox: Sandbox; template: TemplateName }> {
  const template = await templateAt(ports, turn, sha)
  return { template, sandbox: await createSandbox(ports, turn, 'work', template) }
}

/** SHA-256 of every regular file, taken before anything of the agent's has run in the sandbox. */
async function hashTree(sandbox: Sandbox, signal: AbortSignal): Promise<Record<string, string>> {
  const out = '.ollio/tree'
  const hashed = await sandbox.run({
    command: `find . -type f -not -path './.ollio/*' -not -path './.git/*' -print0 | xargs -0 -r sha256sum -z > ${out}`,
    timeoutMs: HASH_MS,
    signal,
  })
  if (hashed.exitCode !== 0)
    throw new Failure('sandbox-unavailable', `The repository's files could not be read: ${hashed.stderr.slice(-500)}`)
  const text = new TextDecoder().decode(await sandbox.readFile(out, 32 * 1024 * 1024))
  await sandbox.remove(out)
  const lines = text.split('\0').filter((line) => line !== '')
  return Object.fromEntries(lines.map((line) => [line.slice(66).replace(/^\.\//, ''), line.slice(0, 64)]))
}

function putJson(ports: ActivityPorts, value: unknown): Promise<string> {
  return ports.artifacts.put(new TextEncoder().encode(JSON.stringify(value)))
}
