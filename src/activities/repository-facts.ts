import type { RepositoryFacts } from '#src/domain/prompts.ts'
import { PROFILE_FILES, repositoryProfile } from '#src/domain/repository-profile.ts'
import type { RepositoryProfile } from '#src/domain/repository-profile.ts'
import type { TurnRecord } from '#src/domain/records.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import { readSafely } from './read-safely.ts'

/** The most that the prompt takes from one file of the repository, in bytes. */
const FACT_BYTES = 16_000
/** The largest file that is looked at for facts. */
const PROFILE_BYTES = 1024 * 1024
const COMPONENTS = 80
const INSTRUCTIONS = ['AGENTS.md', '.github/copilot-instructions.md']

/** What an engineer would look up first, read from the base. */
export async function readRepositoryFacts(sandbox: Sandbox, turn: TurnRecord, paths: string[]): Promise<RepositoryFacts> {
  const profile = await readProfile(sandbox, paths)
  const instructions = INSTRUCTIONS.find((path) => paths.includes(path))
  return {
    repository: `${turn.project.repository.owner}/${turn.project.repository.name}`,
    framework: profile.framework,
    language: profile.language === 'ts' ? 'TypeScript' : 'JavaScript',
    tailwind: profile.tailwind,
    componentFolder: profile.componentFolder,
    stylesheet: profile.stylesheet,
    aliases: profile.aliases,
    packages: profile.declaredPackages,
    components: paths
      .filter((path) => path.startsWith(`${profile.componentFolder}/`) && /\.[jt]sx$/.test(path))
      .toSorted()
      .slice(0, COMPONENTS),
    tokens: profile.stylesheet === null ? null : await textOf(sandbox, profile.stylesheet, FACT_BYTES),
    instructions: instructions === undefined ? null : await textOf(sandbox, instructions, FACT_BYTES),
  }
}

/** The repository's kind, from the few files that tell it. */
export async function readProfile(sandbox: Sandbox, paths: string[]): Promise<RepositoryProfile> {
  const wanted = paths.filter((path) => PROFILE_FILES.test(path)).slice(0, 40)
  const texts = await Promise.all(wanted.map(async (path) => [path, await textOf(sandbox, path, PROFILE_BYTES)] as const))
  return repositoryProfile({ paths, texts: Object.fromEntries(texts.filter((entry): entry is [string, string] => entry[1] !== null)) })
}

/** `null` for what is too large or can't be read safely: the facts are told without it. */
async function textOf(sandbox: Sandbox, path: string, limitBytes: number): Promise<string | null> {
  const bytes = await readSafely(sandbox, path, PROFILE_BYTES)
  return bytes === null ? null : new TextDecoder().decode(bytes.subarray(0, limitBytes))
}
