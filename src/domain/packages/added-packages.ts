import { z } from 'zod'
import { isNestedTooDeeply } from '../shared/json-depth.ts'
import { inlineCode } from '../messages/markdown.ts'

/** A package that package.json newly declares, or with another version or section than before. */
export type AddedPackage = { name: string; version: string; section: Section }

const SECTIONS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const
type Section = (typeof SECTIONS)[number]

const asked = z
  .record(z.string(), z.string())
  .optional()
  .catch({})
  .transform((packages) => packages ?? {})
const manifestSchema = z.object({
  dependencies: asked,
  devDependencies: asked,
  peerDependencies: asked,
  optionalDependencies: asked,
  overrides: z.unknown().optional(),
  resolutions: z.unknown().optional(),
  pnpm: z.unknown().optional(),
})
type Manifest = z.infer<typeof manifestSchema>

/** What the new package.json declares beyond the old one, sorted by name. An invalid package.json declares nothing. */
export function addedPackages(before: string | null, after: string | null): AddedPackage[] {
  if (before === after) return []
  const [old, now] = [manifestOf(before), manifestOf(after)]
  const added = SECTIONS.flatMap((section) =>
    Object.entries(now[section]).flatMap(([name, version]) =>
      Object.hasOwn(old[section], name) && old[section][name] === version ? [] : [{ name, version, section }],
    ),
  )
  return added.toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

/** True if both declare the same packages. */
export function requiresTheSamePackages(before: string | null, after: string | null): boolean {
  return before === after || JSON.stringify(manifestOf(before)) === JSON.stringify(manifestOf(after))
}

/** An invalid package.json, or one that is nested too deeply, declares nothing. */
function manifestOf(text: string | null): Manifest {
  try {
    return manifestSchema.parse(text === null || isNestedTooDeeply(text) ? {} : JSON.parse(text))
  } catch {
    return manifestSchema.parse({})
  }
}

const SHOWN = 20

/**
 * The pull request's line about new packages: which ones, and whether the lockfile contains them. `leftAlone`: a lockfile that must be
 * updated by hand. `null` if there are no new packages.
 */
export function packagesLine(
  added: readonly AddedPackage[],
  lockfile: { updated: string | null; leftAlone: string | null },
): string | null {
  if (added.length === 0) return null
  const names = added.slice(0, SHOWN).map(({ name, version, section }) => {
    return `${inlineCode(`${name}@${version}`)}${section === 'dependencies' ? '' : ` (${inlineCode(section)})`}`
  })
  const rest = added.length > SHOWN ? ` and ${added.length - SHOWN} more` : ''
  const known =
    lockfile.updated !== null
      ? `${inlineCode(lockfile.updated)} is updated.`
      : lockfile.leftAlone !== null
        ? `**${inlineCode(lockfile.leftAlone)} is not updated**: please run the install command of its package manager.`
        : 'The repository has no lockfile.'
  return `${added.length === 1 ? 'New or changed dependency' : 'New or changed dependencies'}: ${names.join(', ')}${rest}. ${known}`
}
