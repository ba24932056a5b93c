import { endOfOutput } from '#src/domain/agent/command-output.ts'
import { measured } from '#src/domain/checks/measured.ts'
import { packagesNote } from '#src/domain/packages/package-trouble.ts'
import type { Changes, TurnRecord } from '#src/domain/projects/records.ts'
import { PREVIEW_SOURCE } from '#src/domain/publishing/publish-policy.ts'
import type { AccessibilityReport } from '#src/ports/page-browser.ts'
import type { ToolResult } from './tool-result.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import type { ActivityContext } from '../shared/as-activity.ts'
import { buildPage, visitPage } from '../preview/build-preview.ts'
import { readProfile } from '../repository/read-repository-facts.ts'
import { pathsOf } from './workspace.ts'
import type { Workspace } from './workspace.ts'

/** Maximum length of an error, in characters. */
const ERROR = 4_000
const WIDTH = { least: 320, usual: 1_280, most: 1_920 }

/** Shows the agent its own page: a picture, console errors, accessibility findings. */
export async function viewPage(
  ports: Pick<ActivityPorts, 'artifacts' | 'browser' | 'machine' | 'rules'>,
  turn: TurnRecord,
  { sandbox, tree, packages }: Workspace,
  { width }: { width: number | null },
  changes: Changes,
  { signal }: ActivityContext,
): Promise<ToolResult> {
  const failed = (error: string): ToolResult => ({ observation: { tool: 'viewPage', ok: false, error: error.slice(-ERROR) }, changes })
  if ((changes[PREVIEW_SOURCE] ?? null) === null)
    return failed(`There is no ${PREVIEW_SOURCE} yet. Write it first: its default export is what the page shows.`)
  const widthPx = Math.min(WIDTH.most, Math.max(WIDTH.least, width ?? WIDTH.usual))
  const { packageFolder } = turn.project
  const { stylesheet } = await readProfile(sandbox, pathsOf(tree, changes), packageFolder)
  const { previewPath } = turn
  const missing = packagesNote(await packages())
  const report = await ports.machine.run(
    'check',
    async () => {
      const built = await buildPage(sandbox, { folder: 'view', previewPath, stylesheet, packageFolder }, signal)
      if (built.notRun !== undefined) return built
      const page = built.value
      return page.ok
        ? measured(await visitPage(ports, previewPath, { files: page.files, widthsPx: [widthPx] }, signal))
        : measured(endOfOutput(page.output, ERROR))
    },
    signal,
  )
  if (report.notRun !== undefined) return failed(`The page could not be built: ${report.notRun.reason}. ${NOT_YOURS}`)
  if (typeof report.value === 'string') return failed(missing === null ? report.value : `${report.value}\n${missing}`)
  const { text, errors, views } = report.value
  const view = views[0]
  const reason = text.notRun?.reason ?? view?.accessibility.notRun?.reason ?? view?.picture.notRun?.reason
  const picture = view?.picture.value
  return {
    observation: {
      tool: 'viewPage',
      ok: true,
      width: widthPx,
      ...(text.value === undefined ? {} : { text: text.value }),
      errors,
      ...(missing === null ? {} : { packages: missing }),
      ...(view?.accessibility.value === undefined ? {} : { accessibility: targetsOf(view.accessibility.value) }),
      ...(reason === undefined ? {} : { note: `Not everything could be measured: ${reason}. ${NOT_YOURS}` }),
      ...(picture === undefined ? {} : { picture: await ports.artifacts.put(picture.png) }),
    },
    changes,
  }
}

const NOT_YOURS = 'If nothing in your code explains it, this is not your fault; go on.'

function targetsOf({ violations }: AccessibilityReport) {
  return violations.map(({ elements, ...finding }) => ({ ...finding, targets: elements.map(({ path }) => path) }))
}
