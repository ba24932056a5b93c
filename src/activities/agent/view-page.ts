import type { Changes, TurnRecord } from '#src/domain/projects/records.ts'
import { PREVIEW_SOURCE } from '#src/domain/publishing/publish-policy.ts'
import type { ToolResult } from './tool-result.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import type { ActivityContext } from '../shared/as-activity.ts'
import { buildPage, visitPage } from '../preview/build-preview.ts'
import { readProfile } from '../repository/read-repository-facts.ts'
import { pathsOf } from './workspace.ts'
import type { Workspace } from './workspace.ts'

const WIDTH = { least: 320, usual: 1_280, most: 1_920 }

/** Shows the agent its own page: a picture, console errors, accessibility findings. */
export async function viewPage(
  ports: Pick<ActivityPorts, 'artifacts' | 'browser' | 'heavyWork' | 'rules'>,
  turn: TurnRecord,
  { sandbox, tree, packages }: Workspace,
  { width }: { width: number | null },
  changes: Changes,
  { signal }: ActivityContext,
): Promise<ToolResult> {
  const failed = (error: string): ToolResult => ({ observation: { tool: 'viewPage', ok: false, error: error.slice(-4_000) }, changes })
  if ((changes[PREVIEW_SOURCE] ?? null) === null)
    return failed(`There is no ${PREVIEW_SOURCE} yet. Write it first: its default export is what the page shows.`)
  const widthPx = Math.min(WIDTH.most, Math.max(WIDTH.least, width ?? WIDTH.usual))
  const { packageFolder } = turn.project
  const { stylesheet } = await readProfile(sandbox, pathsOf(tree, changes), packageFolder)
  const { previewPath } = turn
  const { problem } = await packages()
  const report = await ports.heavyWork(async () => {
    const built = await buildPage(sandbox, { folder: 'view', previewPath, stylesheet, packageFolder }, signal)
    return built.ok ? visitPage(ports, previewPath, { files: built.files, widthsPx: [widthPx] }, signal) : built.output
  }, signal)
  if (typeof report === 'string')
    return failed(problem === null ? report : `${report}\nSome dependencies in package.json could not be installed: ${problem}`)
  const picture = report.pictures[0]
  return {
    observation: {
      tool: 'viewPage',
      ok: true,
      width: widthPx,
      text: report.text,
      errors: report.errors,
      accessibility: report.accessibility.map(({ elements, ...finding }) => ({ ...finding, targets: elements.map(({ path }) => path) })),
      ...(picture === undefined ? {} : { picture: await ports.artifacts.put(picture.png) }),
    },
    changes,
  }
}
