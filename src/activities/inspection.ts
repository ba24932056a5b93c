import { fallbackPreview } from '#src/domain/fallback-preview.ts'
import { PREVIEW_SOURCE } from '#src/domain/publish-policy.ts'
import type { CheckLine, CheckOutcome, Manifest, TurnRecord } from '#src/domain/records.ts'
import type { RepositoryProfile } from '#src/domain/repository-profile.ts'
import { undeclaredImports } from '#src/domain/undeclared-imports.ts'
import type { PageFile, PageReport } from '#src/ports/browser.ts'
import type { Modules } from '#src/ports/packages.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import type { ActivityPorts } from './activity-ports.ts'
import type { EffectContext } from './effect.ts'
import { buildPage, checkTypes, visitPage } from './page-build.ts'
import type { Built, Compiled } from './page-build.ts'
import { readProfile } from './repository-facts.ts'
import { inCheckSandbox } from './turn-sandboxes.ts'
import { baseOf, layBase, layManifest, pathsOf, readTree } from './workbench.ts'

export type Inspection = {
  lines: CheckLine[]
  /** What the agent is told, where it is sent back. */
  problems: string[]
  files: PageFile[] | null
  pictures: PageReport['pictures']
}

const WIDTHS_PX = [375, 768, 1_280]
const PROBLEM = 4_000

/**
 * Checks exactly the tree that would be committed, in sandboxes that the agent has never been in: types in one, the build in another,
 * the built page in a browser in a third; only static files pass between them.
 */
export async function inspect(
  ports: ActivityPorts,
  turn: TurnRecord,
  published: Manifest,
  preview: string | null,
  context: EffectContext,
  modules: Modules | null = null,
): Promise<Inspection> {
  const base = baseOf(turn)
  const tree = await readTree(ports, base)
  const components = Object.entries(published).flatMap(([path, key]) =>
    key !== null && /\.[jt]sx$/.test(path) && !/\.(?:test|stories)\./.test(path) ? [path] : [],
  )
  const previewKey = preview ?? (await ports.artifacts.put(new TextEncoder().encode(fallbackPreview(components))))
  const manifest: Manifest = { ...published, [PREVIEW_SOURCE]: previewKey }
  const inFreshSandbox = <Result>(work: (sandbox: Sandbox) => Promise<Result>): Promise<Result> =>
    inCheckSandbox(ports, turn, modules, async (sandbox) => {
      await layBase(ports, sandbox, base.archive, context.signal)
      await layManifest(ports, sandbox, manifest)
      return work(sandbox)
    })

  const [types, { built, imports }] = await Promise.all([
    inFreshSandbox((sandbox) => checkTypes(sandbox, context.signal)),
    inFreshSandbox(async (sandbox) => {
      const profile = await readProfile(sandbox, pathsOf(tree, manifest))
      return {
        imports: await importProblems(ports, published, profile),
        built: await buildPage(sandbox, { folder: 'page', previewPath: turn.previewPath, stylesheet: profile.stylesheet }, context.signal),
      }
    }),
  ])
  const page = built.ok ? await visitPage(ports, turn.previewPath, built.files, WIDTHS_PX, context.signal) : null
  return {
    ...judged({ imports, types, built, page, hasPreview: preview !== null }),
    files: built.ok ? built.files : null,
    pictures: page?.pictures ?? [],
  }
}

async function importProblems(ports: ActivityPorts, published: Manifest, profile: RepositoryProfile): Promise<string[]> {
  const sources = Object.entries(published).filter(
    (entry): entry is [string, string] => entry[1] !== null && /\.[cm]?[jt]sx?$/.test(entry[0]),
  )
  const imports = await Promise.all(
    sources.map(async ([path, key]) => {
      const text = new TextDecoder().decode(await ports.artifacts.get(key))
      return (ports.sourceReader.importsOf(path, text) ?? []).map((site) => ({ path, ...site }))
    }),
  )
  return undeclaredImports(imports.flat(), profile.declaredPackages, profile.aliases)
}

type Seen = { imports: string[]; types: Compiled; built: Built; page: PageReport | null; hasPreview: boolean }

function judged({ imports, types, built, page, hasPreview }: Seen): { lines: CheckLine[]; problems: string[] } {
  const lines: CheckLine[] = []
  const problems: string[] = []
  const line = (name: string, outcome: CheckOutcome, detail: string, problem?: string): void => {
    lines.push({ name, outcome, detail })
    if (problem !== undefined) problems.push(`${name}: ${problem}`.slice(0, PROBLEM))
  }
  if (!hasPreview) {
    line(
      'Preview',
      'warning',
      'the agent wrote none; the components are shown without props',
      `there is no ${PREVIEW_SOURCE}; write one that shows what you made`,
    )
  }
  if (imports.length === 0) line('Imports', 'passed', 'every package is declared in package.json')
  else line('Imports', 'failed', imports.slice(0, 3).join('; '), imports.join('\n'))
  if (types.ok) line('Types', 'passed', 'no type errors')
  else line('Types', 'failed', firstLine(types.output), types.output)
  if (built.ok) line('Build', 'passed', `${built.files.length} files`)
  else line('Build', 'failed', firstLine(built.output), built.output)
  if (page === null) return { lines, problems }

  if (page.errors.length > 0) line('Page', 'failed', page.errors.slice(0, 2).join('; '), page.errors.join('\n'))
  else if (page.text.trim() === '') line('Page', 'failed', 'the page is empty', 'the page shows no text at all')
  else line('Page', 'passed', 'renders without an error')
  if (page.accessibility.length === 0) line('Accessibility', 'passed', 'axe found no violation of WCAG 2.2 AA')
  else {
    const findings = page.accessibility.map(({ rule, help, targets }) => `${rule}: ${help} (${targets.join(', ')})`)
    line('Accessibility', 'failed', findings.slice(0, 3).join('; '), findings.join('\n'))
  }
  return { lines, problems }
}

function firstLine(text: string): string {
  return (
    text
      .split('\n')
      .find((line) => line.trim() !== '')
      ?.slice(0, 300) ?? 'no output'
  )
}
