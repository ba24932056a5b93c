import { firstLineOfOutput, startOfOutput } from '#src/domain/agent/command-output.ts'
import { PROBLEM_CHARACTERS } from '#src/domain/checks/finding-limits.ts'
import type { NotRun } from '#src/domain/checks/measured.ts'
import { PREVIEW_SOURCE } from '#src/domain/publishing/publish-policy.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { checkRunsInCi } from './check-ci-exposure.ts'
import { checkClasses } from './check-classes.ts'
import { checkDesign } from './check-design-system.ts'
import { checkEdits } from './check-edits.ts'
import { checkImports } from './check-imports.ts'
import { checkPage, pageNotRun } from './check-page.ts'
import { failed, notRunYet, passed, warned } from './check-result.ts'
import type { CheckResult } from './check-result.ts'
import { checkSecrets } from './check-secrets.ts'
import { checkStories } from './check-stories.ts'
import { checkStyleCode } from './check-style-sheet-code.ts'
import type { Subject } from './check-subject.ts'
import { judgeTypes } from './compare-types.ts'
import type { Measurements } from './measure-work.ts'

type Ports = Pick<ActivityPorts, 'artifacts' | 'lineDiff' | 'secretSearch' | 'sourceReader'>
/** `null`: the check doesn't apply to this work. Some checks give several lines. */
type Outcome = CheckResult | readonly CheckResult[] | null

type Given<Need extends keyof Measurements> = { subject: Subject; measured: Pick<Measurements, Need>; ports: Ports }

export type Check = {
  /** For logs and tests; a result carries the name of its own line. */
  name: string
  /** What has to be measured first. A check without needs runs while the sandboxes still work. */
  needs: readonly (keyof Measurements)[]
  run(given: Given<keyof Measurements>): Outcome | Promise<Outcome>
}

/** Ties what a check may read to what it says that it needs. */
function check<Need extends keyof Measurements = never>(
  name: string,
  needs: readonly Need[],
  run: (given: Given<Need>) => Outcome | Promise<Outcome>,
): Check {
  return { name, needs, run }
}

/** The checks of a version, in the order of their lines in the pull request. To add one: docs/recipes/add-a-check.md. */
export const CHECKS: readonly Check[] = [
  check('Preview', [], ({ subject }) => (subject.preview === null ? noPreview() : null)),
  check('Imports', ['page'], ({ subject, measured, ports }) => checkImports(subject, measured.page.profile, ports.sourceReader)),
  check('Types', ['types'], ({ subject, measured }) => judgeTypes(subject, measured.types)),
  check('Build', ['page'], ({ measured }) => checkBuild(measured.page.built)),
  check('Styles', [], ({ subject, ports }) => checkStyleCode(subject, ports.sourceReader)),
  check('Classes', ['page'], ({ subject, measured: { page }, ports }) =>
    checkClasses(subject, page, ports.sourceReader, noPage(page.built)),
  ),
  check('Page', ['page'], ({ subject, measured: { page } }) =>
    page.seen === null ? pageNotRun(noPage(page.built)) : checkPage(subject, page.seen),
  ),
  check('Design system', [], ({ subject, ports }) => checkDesign(subject, ports.sourceReader)),
  check('Secrets', [], ({ subject, ports }) => checkSecrets(subject, ports.secretSearch)),
  check('Runs in CI', [], ({ subject, ports }) => checkRunsInCi(subject, ports.sourceReader)),
  check('Changes', [], ({ subject, ports }) => checkEdits(subject, ports)),
  check('Repository tools', ['tools'], ({ measured }) => measured.tools),
  check('Stories', [], ({ subject, ports }) => checkStories(subject, ports.sourceReader)),
]

function noPreview(): CheckResult {
  return warned('Preview', 'the agent wrote no preview; the components are shown without props', {
    once: `there is no ${PREVIEW_SOURCE}. Write one that shows what you made`,
  })
}

function checkBuild(built: Measurements['page']['built']): CheckResult {
  if (built.notRun !== undefined) return notRunYet('Build', built.notRun)
  if (!built.value.ok) return failed('Build', firstLineOfOutput(built.value.output), startOfOutput(built.value.output, PROBLEM_CHARACTERS))
  const { files, note } = built.value
  return passed('Build', [`${files.length} files`, note].filter((part) => part !== null).join(', '))
}

/** Why nobody looked at the page. */
function noPage(built: Measurements['page']['built']): NotRun {
  return built.notRun ?? { cause: 'page', reason: 'there is no page, because the build failed' }
}
