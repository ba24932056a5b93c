import { textOfBytes } from '#src/domain/shared/hostile-text.ts'
import type { HostileText } from '#src/domain/shared/hostile-text.ts'
import { isComponentFile } from '#src/domain/repository/component-file.ts'
import { isModuleSheet } from '#src/domain/checks/class-findings.ts'
import { folderOf, pathBelow, pathIn } from '#src/domain/shared/join-path.ts'
import { PREVIEW_SOURCE } from '#src/domain/publishing/publish-policy.ts'
import type { Changes, StepRecord, TurnRecord } from '#src/domain/projects/records.ts'
import type { RepositoryProfile } from '#src/domain/repository/repository-profile.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { readSafely } from '../agent/read-safely.ts'
import { readProfile } from '../repository/read-repository-facts.ts'

/** The changes to check, as texts. */
export type Subject = {
  turn: TurnRecord
  steps: readonly StepRecord[]
  /** Changed paths with their texts, sorted by path; without deleted files. */
  changed: Record<string, HostileText>
  /** The agent's preview source; `null` if it wrote none. */
  preview: HostileText | null
  /** The repository before the changes. */
  base: Base
}

export type Base = {
  profile: RepositoryProfile
  /** Texts of changed files and CSS modules beside them, style sheets, components and configuration before the changes; missing files are not included. */
  texts: Record<string, HostileText>
}

const FILE_BYTES = 512 * 1024
const COMPONENTS = 200
const SHEETS = 30
const TAILWIND_CONFIG = /^tailwind\.config\.[cm]?[jt]s$/

/** Reads what the checks need from the repository, before any file of the agent is in the sandbox. */
export async function readBase(sandbox: Sandbox, tree: Record<string, string>, published: Changes, packageFolder: string): Promise<Base> {
  const paths = Object.keys(tree)
  const profile = await readProfile(sandbox, paths, packageFolder)
  const folders = new Set(Object.keys(published).map(folderOf))
  const wanted = new Set([
    ...paths.filter(
      (path) => path === pathIn(packageFolder, 'package.json') || TAILWIND_CONFIG.test(pathBelow(packageFolder, path) ?? path),
    ),
    ...Object.keys(published).filter((path) => Object.hasOwn(tree, path)),
    ...paths.filter((path) => path.endsWith('.css')).slice(0, SHEETS),
    ...paths.filter((path) => isModuleSheet(path) && folders.has(folderOf(path))).slice(0, SHEETS),
    ...paths.filter((path) => path.startsWith(`${profile.componentFolder}/`) && isComponentFile(path)).slice(0, COMPONENTS),
  ])
  const texts = await Promise.all(
    [...wanted].map(async (path) => {
      const bytes = await readSafely(sandbox, path, FILE_BYTES)
      return [path, bytes === null ? null : textOfBytes(bytes)] as const
    }),
  )
  return { profile, texts: Object.fromEntries(texts.filter((entry): entry is [string, HostileText] => entry[1] !== null)) }
}

export async function readChanged(ports: Pick<ActivityPorts, 'artifacts'>, published: Changes): Promise<Record<string, HostileText>> {
  const kept = Object.entries(published).filter((entry): entry is [string, string] => entry[1] !== null)
  const texts = await Promise.all(kept.map(async ([path, key]) => [path, textOfBytes(await ports.artifacts.get(key))] as const))
  return Object.fromEntries(texts)
}

export function baseText({ base }: Subject, path: string): HostileText | null {
  return Object.hasOwn(base.texts, path) ? (base.texts[path] ?? null) : null
}

/** All texts that people will see: the changed files and the preview source. */
export function allTexts({ changed, preview }: Subject): Record<string, HostileText> {
  return preview === null ? changed : { ...changed, [PREVIEW_SOURCE]: preview }
}
