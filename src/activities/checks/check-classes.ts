import { textOfBytes } from '#src/domain/shared/hostile-text.ts'
import type { HostileText } from '#src/domain/shared/hostile-text.ts'
import {
  classAnnotations,
  classesOutcome,
  isModuleSheet,
  missingClasses,
  moduleClassNames,
  newClassUses,
} from '#src/domain/checks/class-findings.ts'
import type { ClassUse } from '#src/domain/checks/class-findings.ts'
import { cssClasses, styleElements } from '#src/domain/checks/css-classes.ts'
import type { Measured, NotRun } from '#src/domain/checks/measured.ts'
import { isTailwindConfig, reachOfConfig, reachOfSheet } from '#src/domain/checks/tailwind-reach.ts'
import type { TailwindReach } from '#src/domain/checks/tailwind-reach.ts'
import { unstyledCause } from '#src/domain/checks/unstyled-cause.ts'
import { isComponentFile } from '#src/domain/repository/component-file.ts'
import { resolveAlias } from '#src/domain/repository/import-aliases.ts'
import type { RepositoryProfile } from '#src/domain/repository/repository-profile.ts'
import { folderOf, joinPath, pathBelow } from '#src/domain/shared/join-path.ts'
import type { PageFile } from '#src/ports/page-browser.ts'
import type { SourceReader } from '#src/ports/source-reader.ts'
import type { Built } from '../preview/build-preview.ts'
import { failed, notRunYet, passed, some, warned } from './check-result.ts'
import type { CheckResult } from './check-result.ts'
import { baseText } from './check-subject.ts'
import type { Subject } from './check-subject.ts'
import { readSources } from './read-sources.ts'

const NAME = 'Classes'
/** Maximum number of classes that are named. */
const NAMED = 8
/** Maximum number of bytes of the built style sheets that are read. */
const SHEET_BYTES = 8 * 1024 * 1024

/**
 * Checks that the class names in changed components exist in the CSS of the built page. `profile`: of the repository with the changes.
 * `noPage`: why there is no page. `null` if no changed component has class names.
 */
export async function checkClasses(
  subject: Subject,
  { built, profile }: { built: Measured<Built>; profile: RepositoryProfile },
  reader: SourceReader,
  noPage: NotRun,
): Promise<CheckResult | null> {
  const { changed, base } = subject
  const texts = { ...base.texts, ...changed }
  const components = Object.entries(changed).filter(([path]) => isComponentFile(path))
  const { read, unread } = await readSources(components, (path, text) => reader.outlineOf(path, text))
  const hasClasses = unread.length > 0 || [...read.values()].some(({ classes, moduleClasses }) => classes.length + moduleClasses.length > 0)
  if (!hasClasses) return null
  if (built.value?.ok !== true) return notRunYet(NAME, noPage)
  if (unread[0] !== undefined) return notRunYet(NAME, unread[0].why, { required: false })
  const old = components.flatMap(([path]) => {
    const text = baseText(subject, path)
    return text === null ? [] : [[path, text] as const]
  })
  const before = await readSources(old, (path, text) => reader.outlineOf(path, text))

  const modules = new Map<string, ReadonlySet<string>>()
  const uses = [...read].flatMap(([path, outline]) =>
    newClassUses(path, outline, before.read.get(path) ?? null, (specifier) => {
      const module = moduleOf(path, specifier, profile, texts)
      const names = module === null ? null : (modules.get(module) ?? moduleClassNames(module, texts[module] ?? ''))
      if (module === null || names === null) return null
      modules.set(module, names)
      return module
    }),
  )
  if (uses.length === 0) return passed(NAME, 'no new classes')
  const sheets = sheetsOf(built.value.files)
  const found = missingClasses(uses, sheets.names, modules)
  if (!sheets.complete && found.missing.length > 0)
    return notRunYet(
      NAME,
      { cause: 'page', reason: `the style sheets of the page have more than ${SHEET_BYTES} bytes` },
      { required: false },
    )
  return judge(found, async () =>
    unstyledCause(found.missing, {
      sheets: Object.fromEntries(Object.entries(texts).filter(([path]) => path.endsWith('.css'))),
      reach: await tailwindReach(texts, profile, reader),
    }),
  )
}

async function judge(found: { used: number; missing: ClassUse[] }, causeOf: () => Promise<string>): Promise<CheckResult> {
  const { used, missing } = found
  const count = `${used - missing.length} of ${used} ${used === 1 ? 'class exists' : 'classes exist'} in the built CSS`
  if (missing.length === 0) return passed(NAME, count)
  const detail = `${count}; not defined: ${some(missing.map(placeOf), NAMED)}`
  const outcome = classesOutcome(found)
  if (outcome === 'passed') return passed(NAME, detail)
  const cause = await causeOf()
  const problem = `${count}. These are not defined:\n${named(missing)}\n${cause}`
  if (outcome === 'warning')
    return warned(NAME, detail, {
      once: `${problem} A name that only marks an element, such as for a test, may stay.`,
      annotations: classAnnotations(missing, 'warning'),
    })
  return failed(NAME, `${detail}. ${cause}`, problem, { annotations: classAnnotations(missing, 'failure') })
}

function placeOf({ name, path, line, module }: ClassUse): string {
  return `${name.slice(0, 80)} (${path}:${line}${module === null ? '' : `, not in ${module}`})`
}

function named(missing: readonly ClassUse[]): string {
  const more = missing.length - NAMED
  return [...missing.slice(0, NAMED).map(placeOf), ...(more > 0 ? [`and ${more} more`] : [])].join('\n')
}

/** The class names in the page's CSS files and `<style>` elements; not complete if they are too large. */
function sheetsOf(files: readonly PageFile[]): { names: Set<string>; complete: boolean } {
  const names = new Set<string>()
  let left = SHEET_BYTES
  for (const { path, bytes } of files) {
    if (!/\.(?:css|html)$/.test(path)) continue
    const text = textOfBytes(bytes.subarray(0, left))
    const complete = bytes.length <= left
    left -= bytes.length
    for (const sheet of path.endsWith('.css') ? [text] : styleElements(text)) for (const name of cssClasses(sheet)) names.add(name)
    if (!complete) return { names, complete }
  }
  return { names, complete: true }
}

/** The path of an imported CSS module; `null` if it is not known. */
function moduleOf(importer: string, specifier: string, profile: RepositoryProfile, texts: Record<string, HostileText>): string | null {
  const path = specifier.startsWith('.') ? joinPath(folderOf(importer), specifier) : resolveAlias(specifier, profile.importAliases)
  return path !== null && isModuleSheet(path) && Object.hasOwn(texts, path) ? path : null
}

/** What the package's Tailwind makes rules for; `null` if it has none. */
async function tailwindReach(
  texts: Record<string, HostileText>,
  { stylesheet, packageFolder }: RepositoryProfile,
  reader: SourceReader,
): Promise<TailwindReach | null> {
  const own = Object.entries(texts)
    .filter(([path]) => pathBelow(packageFolder, path) !== null)
    .toSorted(([one], [other]) => Number(other === stylesheet) - Number(one === stylesheet))
  const [config, text] = [...own, ...Object.entries(texts)].find(([path]) => isTailwindConfig(path)) ?? []
  const reaches = own.flatMap(([path, sheet]) => (path.endsWith('.css') ? (reachOfSheet(path, sheet) ?? []) : []))
  const fromConfig = config === undefined || text === undefined ? [] : [reachOfConfig(config, await reader.exportedObject(config, text))]
  const all = [...reaches, ...fromConfig]
  return all.find(({ prefix }) => prefix !== null) ?? all.find(({ sources }) => sources !== null) ?? all[0] ?? null
}
