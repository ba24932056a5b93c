import { textOfBytes } from '#src/domain/shared/hostile-text.ts'
import type { HostileText } from '#src/domain/shared/hostile-text.ts'
import type { Measured } from '#src/domain/checks/measured.ts'
import { darkScheme } from '#src/domain/preview/dark-scheme.ts'
import { repositoryTools } from '#src/domain/checks/repository-tools.ts'
import { fallbackPreview } from '#src/domain/preview/fallback-preview.ts'
import { isTailwindConfig } from '#src/domain/checks/tailwind-reach.ts'
import { baseOf } from '#src/domain/projects/base-of-turn.ts'
import type { Changes, StepRecord, TurnRecord } from '#src/domain/projects/records.ts'
import { PREVIEW_SOURCE } from '#src/domain/publishing/publish-policy.ts'
import { isComponentFile } from '#src/domain/repository/component-file.ts'
import type { RepositoryProfile } from '#src/domain/repository/repository-profile.ts'
import { pathIn } from '#src/domain/shared/join-path.ts'
import type { PageReport } from '#src/ports/page-browser.ts'
import type { InstalledPackages } from '#src/ports/packages.ts'
import { inCheckSandbox } from '../agent/turn-sandboxes.ts'
import { pathsOf, readTree, unpackArchive, writeChanges } from '../agent/workspace.ts'
import { buildPage, checkTypes, visitPage } from '../preview/build-preview.ts'
import type { Built } from '../preview/build-preview.ts'
import { readProfile } from '../repository/read-repository-facts.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import type { CheckResult } from './check-result.ts'
import { readBase, readChanged } from './check-subject.ts'
import type { Base, Subject } from './check-subject.ts'
import { checkWithRepositoryTool } from './check-with-repository-tool.ts'
import type { Within } from './check-with-repository-tool.ts'
import { measureWithRoom } from './measure-command.ts'
import { compareTypes } from './compare-types.ts'
import type { TypesCompared } from './compare-types.ts'

export type MeasurePorts = Pick<
  ActivityPorts,
  'artifacts' | 'browser' | 'codeHost' | 'log' | 'machine' | 'packages' | 'rules' | 'sandboxes'
>

/** What would be published, and its preview source. */
export type Work = { published: Changes; preview: string | null; steps: readonly StepRecord[]; packages: InstalledPackages | null }

/** `profile`: of the repository with the changes. `seen`: `null` if there is no built page. */
type MeasuredPage = { built: Measured<Built>; profile: RepositoryProfile; seen: PageReport | null }

/** What sandboxes and the browser measure of the work, side by side. */
export type Measurements = {
  types: TypesCompared
  page: MeasuredPage
  /** The repository's own tools; each is a check by itself. */
  tools: CheckResult[]
}

/** Measurements under way. */
export type Measuring = { [Name in keyof Measurements]: Promise<Measurements[Name]> }

const WIDTHS_PX = [375, 768, 1_280]

/**
 * Measures exactly the tree that would be committed, in sandboxes that the agent never used: types in one, the build in a second, the
 * repository's own tools in a third, the built page in a browser in a fourth. Only static files pass between them. No promise of the
 * answer rejects unobserved: the caller may await them later, or not at all.
 */
export async function measureWork(
  ports: MeasurePorts,
  turn: TurnRecord,
  work: Work,
  signal: AbortSignal,
): Promise<{ subject: Promise<Subject>; measuring: Measuring }> {
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

  const withRoom = <Value>(measure: () => Promise<Measured<Value>>): Promise<Measured<Value>> => measureWithRoom(ports, signal, measure)

  const facts = Promise.withResolvers<Base>()
  const measurePage = async (): Promise<MeasuredPage> => {
    const { built, profile } = await within({}, async (sandbox) => {
      facts.resolve(await readBase(sandbox, tree, published, packageFolder))
      await writeChanges(ports, sandbox, changes)
      const after = await readProfile(sandbox, pathsOf(tree, changes), packageFolder)
      const options = { folder: 'page', previewPath: turn.previewPath, stylesheet: after.stylesheet, packageFolder }
      return { profile: after, built: await withRoom(() => buildPage(sandbox, options, signal)) }
    })
    if (built.value?.ok !== true) return { built, profile, seen: null }
    const thorough = { dark: darkSchemeOf(await facts.promise, changed) }
    return {
      built,
      profile,
      seen: await visitPage(ports, turn.previewPath, { files: built.value.files, widthsPx: WIDTHS_PX, thorough }, signal),
    }
  }
  const page = measurePage().catch((error: unknown) => {
    facts.reject(error)
    throw error
  })
  const types = compareTypes(within, changes, (sandbox) => withRoom(() => checkTypes(sandbox, packageFolder, signal)))
  const subject = facts.promise.then((read) => subjectOf(ports, turn, work, changed, read))
  const tools = subject.then(async (found) => {
    const packageJson = found.base.texts[pathIn(packageFolder, 'package.json')] ?? null
    const results = repositoryTools(packageJson).map((tool) => checkWithRepositoryTool({ ports, within, signal }, published, found, tool))
    return (await Promise.all(results)).filter((result) => result !== null)
  })
  for (const promise of [page, types, subject, tools]) promise.catch(() => undefined)
  return { subject, measuring: { types, page, tools } }
}

async function subjectOf(
  ports: MeasurePorts,
  turn: TurnRecord,
  { preview, steps }: Work,
  changed: Record<string, HostileText>,
  base: Base,
): Promise<Subject> {
  const text = preview === null ? null : textOfBytes(await ports.artifacts.get(preview))
  return { turn, steps, changed, preview: text, base }
}

function darkSchemeOf({ texts }: Base, changed: Record<string, HostileText>): ReturnType<typeof darkScheme> {
  const now = { ...texts, ...changed }
  const sheets = Object.entries(now).flatMap(([path, text]) => (path.endsWith('.css') ? [text] : []))
  const config = Object.keys(texts).find(isTailwindConfig)
  return darkScheme({ sheets, tailwindConfig: config === undefined ? null : (texts[config] ?? null) })
}
