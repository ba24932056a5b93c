import { z } from 'zod'
import { keepDependencyChanges } from '#src/domain/packages/dependency-changes.ts'
import { splitChanges, PREVIEW_SOURCE } from '#src/domain/publishing/publish-policy.ts'
import type { RepositoryConfig } from '#src/domain/repository/repository-config.ts'
import type { Changes, StagedChanges, StepRecord, TurnRecord } from '#src/domain/projects/records.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { baseOf } from '../agent/workspace.ts'

/** The ports that this file uses. */
type Ports = Pick<ActivityPorts, 'artifacts' | 'codeHost'>

const rulesSchema = z.object({
  /** The paths that may be published, instead of the usual folders. */
  paths: z.array(z.string()).nullable().default(null),
  /** Whether merging the pull request closes the issue. */
  closes: z.boolean().default(false),
  draft: z.boolean().default(false),
  labels: z.array(z.string()).default([]),
  reviewers: z.array(z.string()).default([]),
  publicPictures: z.boolean().default(false),
  model: z.string().nullable().default(null),
})

/** The repository's configuration at the start of the turn, stored with its first messages. */
export type TurnRules = z.infer<typeof rulesSchema>

/** The part of the configuration that is used after the turn has started. */
export function turnRules({ paths, closes, draft, labels, reviewers, publicPictures, model }: RepositoryConfig): TurnRules {
  return { paths, closes, draft, labels, reviewers, publicPictures, model }
}

export async function rulesOf(ports: Ports, turn: TurnRecord): Promise<TurnRules> {
  return rulesSchema.parse(JSON.parse(new TextDecoder().decode(await ports.artifacts.get(baseOf(turn).prompt))))
}

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
  const { paths } = await rulesOf(ports, turn)
  const split = splitChanges(changes, { folder: turn.project.packageFolder, paths })
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

const stagedChangesSchema = z.object({
  manifest: z.record(z.string(), z.string().nullable()),
  leftOut: z.array(z.string()),
  summary: z.string().nullable(),
}) satisfies z.ZodType<StagedChanges>

/** `preview`: the artifact of the preview's source. `summary`: `null` if it is the agent's. */
export type Publication = Publishable & { preview: string | null; summary: string | null }

/** What a turn publishes: the agent's changes, or the staged changes that replace them. */
export async function publishedBy(ports: Ports, turn: TurnRecord, steps: readonly StepRecord[]): Promise<Publication> {
  const { merged } = baseOf(turn)
  if (merged == null) {
    const changes = steps.at(-1)?.changes ?? {}
    return { ...(await publishable(ports, turn, changes)), preview: changes[PREVIEW_SOURCE] ?? null, summary: null }
  }
  const { manifest, leftOut, summary } = stagedChangesSchema.parse(JSON.parse(new TextDecoder().decode(await ports.artifacts.get(merged))))
  const { [PREVIEW_SOURCE]: preview = null, ...published } = manifest
  return { published, leftOut, refused: [], preview, summary }
}
