import { z } from 'zod'
import { inlineCode } from '../messages/markdown.ts'

/** A package that package.json asks for and did not ask for before, or not like this. */
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

/** What the new package.json asks for beyond the old one, sorted by name. Texts that are no package.json ask for nothing. */
export function addedPackages(before: string | null, after: string | null): AddedPackage[] {
  const [old, now] = [manifestOf(before), manifestOf(after)]
  const added = SECTIONS.flatMap((section) =>
    Object.entries(now[section]).flatMap(([name, version]) =>
      Object.hasOwn(old[section], name) && old[section][name] === version ? [] : [{ name, version, section }],
    ),
  )
  return added.toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

/** True where the two ask for the same packages. */
export function requiresTheSamePackages(before: string | null, after: string | null): boolean {
  return JSON.stringify(manifestOf(before)) === JSON.stringify(manifestOf(after))
}

function manifestOf(text: string | null): Manifest {
  try {
    return manifestSchema.parse(JSON.parse(text ?? ''))
  } catch {
    return manifestSchema.parse({})
  }
}

const SHOWN = 20

/**
 * What the pull request says of new packages: which, and whether the lockfile knows them. `leftAlone` is a lockfile that has to be
 * brought up to date by hand. `null` where there are none.
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
  return `Asks for ${added.length === 1 ? 'a package' : 'packages'} that the repository did not have: ${names.join(', ')}${rest}. ${known}`
}
