import { Failure } from '#src/domain/shared/failures.ts'
import { PREVIEW_SOURCE } from '#src/domain/publishing/publish-policy.ts'
import type { Manifest } from '#src/domain/projects/records.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import type { EffectContext } from '../shared/as-activity.ts'
import { gather } from './collect-context.ts'
import { provideModules } from '../packages/provide-packages.ts'
import { openingMessages } from './first-messages.ts'
import { keepPackageFiles } from '../packages/package-files.ts'
import { turnRules } from '../publishing/publication.ts'
import { readConfig } from '../repository/read-config.ts'
import { readRepositoryFacts } from '../repository/read-repository-facts.ts'
import { headOf, layCommit, putJson } from './turn-base.ts'
import type { KeptOpening } from './turn-base.ts'
import { templateAt } from './turn-sandboxes.ts'
import { layManifest } from './workspace.ts'

export type TurnLimits = { steps: number; milliseconds: number }

/** A sandbox with the repository at the turn's base, and the prompt made from it. Both are kept, so a retry that finds them has nothing to do. */
export async function prepare(ports: ActivityPorts, { turnId }: { turnId: string }, context: EffectContext): Promise<TurnLimits> {
  const turn = await ports.projects.turn(turnId)
  const limits = { steps: ports.rules.stepsPerTurn, milliseconds: ports.rules.minutesPerTurn * 60_000 }
  if (turn.base !== null) return limits

  const sha = await headOf(ports, turn)
  const { repository, packageFolder } = turn.project
  const asked = readConfig(ports, repository)
  const [{ sandbox, template, archive, tree }, reading] = await Promise.all([
    layCommit(ports, turn, { sha, template: asked.then((read) => templateAt(ports, turn, sha, read)) }, context),
    asked,
  ])
  // Admission read it without a mistake; since then somebody changed it.
  if (!reading.ok) throw new Failure('config-invalid', reading.problem)
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
  const kept: KeptOpening = {
    ...{ messages, manifest, template },
    unused: gathered.unused,
    ...turnRules(reading.config),
  }
  const [treeKey, prompt] = await Promise.all([putJson(ports, tree), putJson(ports, kept)])
  await ports.projects.setBase(turnId, { sha, archive, tree: treeKey, prompt }, gathered.pictures)
  return limits
}
