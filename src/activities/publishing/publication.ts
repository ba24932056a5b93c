import { keepDependencyChanges } from '#src/domain/packages/dependency-changes.ts'
import { splitChanges, PREVIEW_SOURCE } from '#src/domain/publishing/publish-policy.ts'
import { stagedChangesSchema } from '#src/domain/publishing/staged-changes.ts'
import type { Changes, StepRecord, TurnRecord } from '#src/domain/projects/records.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { readTurnStart } from '../agent/stored-turn-start.ts'
import { baseOf } from '#src/domain/projects/base-of-turn.ts'

/** The ports that this file uses. */
type Ports = Pick<ActivityPorts, 'artifacts' | 'codeHost'>

/** `refused`: requested packages with versions that no package.json of the repository has. */
type Publishable = { published: Changes; leftOut: string[]; refused: string[] }

/**
 * Splits a turn's changes into what is published and what is left out. Of a package.json only dependency changes are published; the rest
 * comes from the commit that the turn started from, read from GitHub, so that every try gives the same result.
 */
async function publishable(ports: Ports, turn: TurnRecord, changes: Changes): Promise<Publishable> {
  // No other reads are needed if nothing changed.
  if (Object.keys(changes).every((path) => path === PREVIEW_SOURCE)) return { published: {}, leftOut: [], refused: [] }
  const base = baseOf(turn)
  const { rules } = await readTurnStart(ports, turn)
  const split = splitChanges(changes, { folder: turn.project.packageFolder, paths: rules.paths })
  const published: Changes = {}
  const leftOut = [...split.leftOut]
  const refused: string[] = []
  for (const [path, key] of Object.entries(split.published)) {
    if (!/(?:^|\/)package\.json$/.test(path)) {
      published[path] = key
      continue
    }
    const before = await ports.codeHost.readFile(turn.project.repository, path, base.sha)
    const after = key === null ? null : new TextDecoder().decode(await ports.artifacts.get(key))
    const change = before === null || after === null ? null : keepDependencyChanges(before, after)
    if (change === null || change.takenBack.length > 0)
      leftOut.push(change === null ? path : `${path}: ${change.takenBack.slice(0, 5).join(', ')}`)
    refused.push(...(change?.refused ?? []))
    if (change !== null && change.text !== before) published[path] = await ports.artifacts.put(new TextEncoder().encode(change.text))
  }
  return { published, leftOut: leftOut.toSorted(), refused }
}

/** `preview`: the artifact of the preview's source. `summary`: `null` if it is the agent's. */
export type Publication = Publishable & { preview: string | null; summary: string | null }

/** What a turn publishes: the agent's changes, or the staged changes that replace them. */
export async function publishedBy(ports: Ports, turn: TurnRecord, steps: readonly StepRecord[]): Promise<Publication> {
  const { merged } = baseOf(turn)
  if (merged == null) {
    const changes = steps.at(-1)?.changes ?? {}
    return { ...(await publishable(ports, turn, changes)), preview: changes[PREVIEW_SOURCE] ?? null, summary: null }
  }
  const { changes, leftOut, summary } = stagedChangesSchema.parse(JSON.parse(new TextDecoder().decode(await ports.artifacts.get(merged))))
  const { [PREVIEW_SOURCE]: preview = null, ...published } = changes
  return { published, leftOut, refused: [], preview, summary }
}
