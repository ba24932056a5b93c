import { Failure } from '#src/domain/shared/failures.ts'
import { PREVIEW_SOURCE } from '#src/domain/publishing/publish-policy.ts'
import type { Changes } from '#src/domain/projects/records.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import type { ActivityContext } from '../shared/as-activity.ts'
import { collectContext } from './collect-context.ts'
import { providePackages } from '../packages/provide-packages.ts'
import { firstMessages } from './first-messages.ts'
import { keepPackageFiles } from '../packages/package-files.ts'
import { turnRules } from '#src/domain/agent/turn-start.ts'
import type { TurnStart } from '#src/domain/agent/turn-start.ts'
import { putTurnStart } from './stored-turn-start.ts'
import { readConfig } from '../repository/read-config.ts'
import { readRepositoryFacts } from '../repository/read-repository-facts.ts'
import { headOf, checkOutCommit, putJson } from './turn-base.ts'
import { templateAt } from './turn-sandboxes.ts'
import { writeChanges } from './workspace.ts'

export type TurnLimits = { steps: number; milliseconds: number }

/**
 * Creates a sandbox with the repository at the turn's base, and the prompt made from it. Both are stored, so a retry that finds them does
 * nothing.
 */
export async function prepareTurn(
  ports: Pick<
    ActivityPorts,
    'artifacts' | 'codeHost' | 'commitTrees' | 'machine' | 'packages' | 'rules' | 'sandboxes' | 'sourceReader' | 'turns' | 'yamlReader'
  >,
  { turnId }: { turnId: string },
  context: ActivityContext,
): Promise<TurnLimits> {
  const turn = await ports.turns.turn(turnId)
  const limits = { steps: ports.rules.stepsPerTurn, milliseconds: ports.rules.minutesPerTurn * 60_000 }
  if (turn.base !== null) return limits

  const sha = await headOf(ports, turn)
  const { repository, packageFolder } = turn.project
  const asked = readConfig(ports, repository)
  const [{ sandbox, template, archive, tree }, reading] = await Promise.all([
    checkOutCommit(ports, turn, { sha, template: asked.then((read) => templateAt(ports, turn, sha, read)) }, context),
    asked,
  ])
  // Admission accepted this config; it was changed since then.
  if (!reading.ok) throw new Failure('config-invalid', reading.problem)
  const [facts, past, gathered] = await Promise.all([
    readRepositoryFacts(ports, sandbox, Object.keys(tree), {
      repository: `${repository.owner}/${repository.name}`,
      packageFolder,
      request: turn.prompt,
      config: reading.config,
    }),
    ports.turns.pastTurns(turn.project.id, turn.number),
    collectContext(ports, turn, context.signal),
    keepPackageFiles(ports, sandbox, tree),
  ])
  // Installed now so that the first command doesn't wait, and so that the agent knows what is missing.
  const { packages, warning } = await providePackages(ports, turn, { tree, changes: {} }, context)
  const installed = {
    unavailable: (packages?.unavailable ?? []).map(({ name }) => name),
    // Other causes may be gone when the first command runs.
    uninstallable: warning?.cause === 'repository' ? warning.reason : null,
  }

  const previewSource = past.at(-1)?.previewSource ?? null
  const changes: Changes =
    previewSource === null ? {} : { [PREVIEW_SOURCE]: await ports.artifacts.put(new TextEncoder().encode(previewSource)) }
  await writeChanges(ports, sandbox, changes)
  const messages = firstMessages(turn, {
    ...{ gathered, facts: { ...facts, ...installed }, past },
    limits: { steps: limits.steps, minutes: ports.rules.minutesPerTurn },
  })
  const start: TurnStart = { messages, changes, template, unused: gathered.unused, rules: turnRules(reading.config) }
  const [treeKey, prompt] = await Promise.all([putJson(ports, tree), putTurnStart(ports, start)])
  await ports.turns.setBase(turnId, { sha, archive, tree: treeKey, prompt }, gathered.pictures)
  return limits
}
