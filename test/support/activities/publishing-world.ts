import { commitVersion } from '#src/activities/publishing/commit-version.ts'
import { publishVersion } from '#src/activities/publishing/publish-version.ts'
import type { CheckLine, Changes, TurnRecord } from '#src/domain/projects/records.ts'
import { answerOf, bytesOf, keyOf } from './world.ts'
import type { World } from './world.ts'

const PASSED: CheckLine[] = [{ name: 'Types', outcome: 'passed', detail: 'no type errors' }]

/** Prepares a turn's changes for publishing: path to text, or `null` for a deleted file. */
export async function prepareVersion(
  world: World,
  turn: TurnRecord,
  files: Record<string, string | null>,
  { checks = PASSED, draft = false }: { checks?: CheckLine[]; draft?: boolean } = {},
): Promise<void> {
  const put = async (text: string | null) => (text === null ? null : world.ports.artifacts.put(bytesOf(text)))
  const entries = await Promise.all(Object.entries(files).map(async ([path, text]) => [path, await put(text)] as const))
  const changes: Changes = Object.fromEntries(entries)
  await world.ports.steps.keepAnswer(turn.id, {
    number: 1,
    answer: answerOf({ tool: 'finish', args: { summary: 'What was made.' } }),
    thought: 'I finish.',
    toolCalls: [{ tool: 'finish', args: { summary: 'What was made.' } }],
    changes,
    model: 'played-1',
    promptTokens: 1_000,
    completionTokens: 234,
    modelMs: 5,
    prefix: null,
    cut: false,
    withoutPictures: false,
  })
  const { '.ollio/preview.tsx': _preview, ...published } = changes
  await world.ports.versions.prepareVersion({
    projectId: turn.project.id,
    turnId: turn.id,
    summary: 'What was made.',
    files: published,
    build: {
      'index.html': { artifact: await world.ports.artifacts.put(bytesOf(`<p>${turn.id}`)), contentType: 'text/html; charset=utf-8' },
    },
    checks,
    pictures: { 375: await world.ports.artifacts.put(bytesOf(`a picture of ${turn.id}`)) },
    draft,
    recheckAt: null,
    previewPath: turn.previewPath,
  })
}

/** The commit of a prepared version on a branch without other pushes. */
export async function committed(world: World, turn: TurnRecord): Promise<string> {
  const outcome = await commitVersion(world.ports, { turnId: turn.id })
  if ('moved' in outcome) throw new Error('The branch has moved')
  return outcome.commitSha
}

/** Runs a turn from its changes to its pull request. */
export async function publishedTurn(world: World, turn: TurnRecord, files: Record<string, string | null>): Promise<TurnRecord> {
  if (turn.base === null) {
    const sha = (await world.host.branchHead(turn.project.repository, turn.project.branch)) ?? (await world.host.defaultBranch()).sha
    const before = world.host.filesAt(world.host.branches.has(turn.project.branch) ? turn.project.branch : 'main')
    const tree = Object.fromEntries(Object.entries(before).map(([path, text]) => [path, keyOf(text)]))
    const put = (value: unknown) => world.ports.artifacts.put(bytesOf(JSON.stringify(value)))
    const prompt = await put({ messages: [], manifest: {} })
    await world.ports.turns.setBase(turn.id, { sha, archive: await put(before), tree: await put(tree), prompt })
  }
  await prepareVersion(world, turn, files)
  const commitSha = await committed(world, turn)
  await publishVersion(world.ports, { turnId: turn.id, commitSha, partial: false })
  return world.ports.turns.turn(turn.id)
}
