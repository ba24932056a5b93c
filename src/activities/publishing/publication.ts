import { z } from 'zod'
import { keepDependencyChanges } from '#src/domain/packages/dependency-changes.ts'
import { splitChanges, PREVIEW_SOURCE } from '#src/domain/publishing/publish-policy.ts'
import type { RepositoryConfig } from '#src/domain/repository/repository-config.ts'
import type { Changes, StagedChanges, StepRecord, TurnRecord } from '#src/domain/projects/records.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { baseOf } from '../agent/workspace.ts'

const rulesSchema = z.object({
  /** What may be published, instead of the usual folders. */
  paths: z.array(z.string()).nullable().default(null),
  /** Whether merging closes the issue. */
  closes: z.boolean().default(false),
  draft: z.boolean().default(false),
  labels: z.array(z.string()).default([]),
  reviewers: z.array(z.string()).default([]),
  publicPictures: z.boolean().default(false),
  model: z.string().nullable().default(null),
})

/** What the repository's configuration said when the turn was prepared; it is kept with its first messages. */
export type TurnRules = z.infer<typeof rulesSchema>

/** What of the configuration counts after the turn has begun. */
export function turnRules({ paths, closes, draft, labels, reviewers, publicPictures, model }: RepositoryConfig): TurnRules {
  return { paths, closes, draft, labels, reviewers, publicPictures, model }
}

export async function rulesOf(ports: ActivityPorts, turn: TurnRecord): Promise<TurnRules> {
  return rulesSchema.parse(JSON.parse(new TextDecoder().decode(await ports.artifacts.get(baseOf(turn).prompt))))
}

/** `refused`: packages that were asked for, with versions that no package.json of ours asks for. */
type Publishable = { published: Changes; leftOut: string[]; refused: string[] }

/**
 * What of a turn's changes is published, and what is left out. Of a package.json only its dependencies are; the rest of it is the
 * base's, which GitHub is asked for by the commit that the turn began from, so that every try gives the same.
 */
async function publishable(ports: ActivityPorts, turn: TurnRecord, changes: Changes): Promise<Publishable> {
  // Most turns that change nothing need no look at anything else.
  if (Object.keys(changes).every((path) => path === PREVIEW_SOURCE)) return { published: {}, leftOut: [], refused: [] }
  const base = baseOf(turn)
  const { paths } = await rulesOf(ports, turn)
  const divided = splitChanges(changes, { folder: turn.project.packageFolder, paths })
  const published: Changes = {}
  const leftOut = [...divided.leftOut]
  const refused: string[] = []
  for (const [path, key] of Object.entries(divided.published)) {
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

const mergedSchema = z.object({
  manifest: z.record(z.string(), z.string().nullable()),
  leftOut: z.array(z.string()),
  summary: z.string().nullable(),
}) satisfies z.ZodType<StagedChanges>

/** `preview`: the artifact of the preview's source. `summary`: `null` where it is the agent's own. */
export type Publication = Publishable & { preview: string | null; summary: string | null }

/** What a turn publishes: what its agent left, or what stands in place of that. */
export async function publishedBy(ports: ActivityPorts, turn: TurnRecord, steps: readonly StepRecord[]): Promise<Publication> {
  const { merged } = baseOf(turn)
  if (merged == null) {
    const changes = steps.at(-1)?.changes ?? {}
    return { ...(await publishable(ports, turn, changes)), preview: changes[PREVIEW_SOURCE] ?? null, summary: null }
  }
  const { manifest, leftOut, summary } = mergedSchema.parse(JSON.parse(new TextDecoder().decode(await ports.artifacts.get(merged))))
  const { [PREVIEW_SOURCE]: preview = null, ...published } = manifest
  return { published, leftOut, refused: [], preview, summary }
}
