import { darkScheme } from '#src/domain/preview/dark-scheme.ts'
import { isComponentFile } from '#src/domain/repository/component-file.ts'
import { fallbackPreview } from '#src/domain/preview/fallback-preview.ts'
import { pathIn } from '#src/domain/shared/join-path.ts'
import { repositoryTools } from '#src/domain/checks/repository-tools.ts'
import { PREVIEW_SOURCE } from '#src/domain/publishing/publish-policy.ts'
import type { CheckLine, Changes, StepRecord, TurnRecord } from '#src/domain/projects/records.ts'
import type { RepositoryProfile } from '#src/domain/repository/repository-profile.ts'
import type { PageFile, PageReport } from '#src/ports/page-browser.ts'
import type { InstalledPackages } from '#src/ports/packages.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { failed, firstLine, passed, warned } from './check-result.ts'
import type { CheckResult, Problem } from './check-result.ts'
import { checkDesign } from './check-design-system.ts'
import { checkEdits } from './check-edits.ts'
import { checkImports } from './check-imports.ts'
import { checkWithRepositoryTool } from './check-with-repository-tool.ts'
import type { Within } from './check-with-repository-tool.ts'
import { checkPage } from './check-page.ts'
import { checkRunsInCi } from './check-ci-exposure.ts'
import { checkSecrets } from './check-secrets.ts'
import { checkStories } from './check-stories.ts'
import { checkStyleCode } from './check-style-sheet-code.ts'
import { readBase, readChanged } from './check-subject.ts'
import type { Base, Subject } from './check-subject.ts'
import { compareTypes, judgeTypes } from './compare-types.ts'
import type { ActivityContext } from '../shared/as-activity.ts'
import { buildPage, checkTypes, visitPage } from '../preview/build-preview.ts'
import type { Built } from '../preview/build-preview.ts'
import { readProfile } from '../repository/read-repository-facts.ts'
import { inCheckSandbox } from '../agent/turn-sandboxes.ts'
import { baseOf } from '#src/domain/projects/base-of-turn.ts'
import { unpackArchive, writeChanges, pathsOf, readTree } from '../agent/workspace.ts'

/** The ports that this file uses. */
type Ports = Pick<
  ActivityPorts,
  'artifacts' | 'browser' | 'codeHost' | 'lineDiff' | 'packages' | 'rules' | 'sandboxes' | 'secretSearch' | 'sourceReader'
>

/** What would be published, and its preview source. */
export type Work = { published: Changes; preview: string | null; steps: readonly StepRecord[]; packages: InstalledPackages | null }

export type CheckResults = {
  lines: CheckLine[]
  /** What the agent is told if it is sent back. */
  problems: Problem[]
  files: PageFile[] | null
  pictures: PageReport['pictures']
  hasSecret: boolean
}

const WIDTHS_PX = [375, 768, 1_280]

/**
 * Checks exactly the tree that would be committed, in sandboxes that the agent never used: types in one, the build in a second, the
 * repository's own tools in a third, the built page in a browser in a fourth; only static files pass between them.
 */
export async function runChecks(ports: Ports, turn: TurnRecord, work: Work, context: ActivityContext): Promise<CheckResults> {
  // An error in one part stops the others.
  const ending = new AbortController()
  const signal = AbortSignal.any([context.signal, ending.signal])
  const { published, packages } = work
  const { packageFolder } = turn.project
  const base = baseOf(turn)
  const [tree, changed, archive] = await Promise.all([
    readTree(ports, base),
    readChanged(ports, published),
    ports.artifacts.get(base.archive),
  ])
  const components = Object.keys(changed).filter(isComponentFile)
  const preview = work.preview ?? (await ports.artifacts.put(new TextEncoder().encode(fallbackPreview(components))))
  const changes: Changes = { ...published, [PREVIEW_SOURCE]: preview }
  const within: Within = (files, inside) =>
    inCheckSandbox(
      ports,
      turn,
      packages,
      async (sandbox) => {
        await unpackArchive(sandbox, archive, signal)
        await writeChanges(ports, sandbox, files)
      },
      inside,
    )

  const facts = Promise.withResolvers<Base>()
  const page = async (): Promise<{ built: Built; profile: RepositoryProfile; seen: PageReport | null }> => {
    const { built, profile } = await within({}, async (sandbox) => {
      facts.resolve(await readBase(sandbox, tree, published, packageFolder))
      await writeChanges(ports, sandbox, changes)
      const after = await readProfile(sandbox, pathsOf(tree, changes), packageFolder)
      const options = { folder: 'page', previewPath: turn.previewPath, stylesheet: after.stylesheet, packageFolder }
      return { profile: after, built: await buildPage(sandbox, options, signal) }
    })
    if (!built.ok) return { built, profile, seen: null }
    const thorough = { dark: darkSchemeOf(await facts.promise, changed) }
    return { built, profile, seen: await visitPage(ports, turn.previewPath, { files: built.files, widthsPx: WIDTHS_PX, thorough }, signal) }
  }
  const about = facts.promise.then((read) => subjectOf(ports, turn, work, changed, read))
  const [shown, types, own, subject] = await Promise.all([
    page().catch((error: unknown) => {
      facts.reject(error)
      throw error
    }),
    compareTypes(within, changes, (sandbox) => checkTypes(sandbox, packageFolder, signal)),
    about.then((found) =>
      Promise.all(
        repositoryTools(found.base.texts[pathIn(packageFolder, 'package.json')] ?? null).map((check) =>
          checkWithRepositoryTool(within, published, found, check, signal),
        ),
      ),
    ),
    about,
  ]).catch((error: unknown) => {
    ending.abort()
    throw error
  })

  const secrets = await checkSecrets(subject, ports.secretSearch)
  const all: (CheckResult | null)[] = [
    work.preview === null ? withoutPreview() : null,
    await checkImports(subject, shown.profile, ports.sourceReader),
    judgeTypes(subject, types),
    shown.built.ok
      ? passed('Build', [`${shown.built.files.length} files`, shown.built.note].filter((part) => part !== null).join(', '))
      : failed('Build', firstLine(shown.built.output), shown.built.output),
    await checkStyleCode(subject, ports.sourceReader),
    ...(shown.seen === null ? [] : checkPage(subject, shown.seen)),
    await checkDesign(subject, ports.sourceReader),
    secrets,
    await checkRunsInCi(subject, ports.sourceReader),
    await checkEdits(subject, ports),
    ...own,
    await checkStories(subject, ports.sourceReader),
  ]
  const checked = all.filter((one) => one !== null)
  const hasSecret = secrets.line.outcome === 'failed'
  // Other problems, such as a compiler message, could quote the secret.
  const shareable = hasSecret ? [secrets] : checked
  return {
    lines: checked.map(({ line }) => line),
    problems: shareable.flatMap(({ problem }) => (problem === null ? [] : [problem])),
    files: shown.built.ok ? shown.built.files : null,
    pictures: shown.seen?.pictures ?? [],
    hasSecret,
  }
}

async function subjectOf(
  ports: Ports,
  turn: TurnRecord,
  { preview, steps }: Work,
  changed: Record<string, string>,
  base: Base,
): Promise<Subject> {
  const text = preview === null ? null : new TextDecoder().decode(await ports.artifacts.get(preview))
  return { turn, steps, changed, preview: text, base }
}

function darkSchemeOf({ texts }: Base, changed: Record<string, string>): ReturnType<typeof darkScheme> {
  const now = { ...texts, ...changed }
  const sheets = Object.entries(now).flatMap(([path, text]) => (path.endsWith('.css') ? [text] : []))
  const config = Object.keys(texts).find((path) => /(?:^|\/)tailwind\.config\.[cm]?[jt]s$/.test(path))
  return darkScheme({ sheets, tailwindConfig: config === undefined ? null : (texts[config] ?? null) })
}

function withoutPreview(): CheckResult {
  return warned('Preview', 'the agent wrote no preview; the components are shown without props', {
    once: `there is no ${PREVIEW_SOURCE}. Write one that shows what you made`,
  })
}
