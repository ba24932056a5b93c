import { measureCodeStyle, codeStyleConfigs } from '#src/domain/repository/code-style.ts'
import type { CodeStyle } from '#src/domain/repository/code-style.ts'
import { cssTokens, themeTokens } from '#src/domain/repository/design-tokens.ts'
import type { DesignToken } from '#src/domain/repository/design-tokens.ts'
import { referencedConfigs } from '#src/domain/repository/import-aliases.ts'
import { pathBelow, pathIn } from '#src/domain/shared/join-path.ts'
import type { RepositoryConfig } from '#src/domain/repository/repository-config.ts'
import type { RepositoryFacts } from '#src/domain/agent/repository-prompt.ts'
import {
  componentAliasesOf,
  globalStyles,
  profileFiles,
  repositoryProfile,
  STORY,
  TEST,
} from '#src/domain/repository/repository-profile.ts'
import type { RepositoryProfile } from '#src/domain/repository/repository-profile.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { readComponents } from './read-components.ts'
import { readSafely } from '../agent/read-safely.ts'

/** Maximum size in bytes of one instructions file. */
const INSTRUCTION_BYTES = 16_000
/** Larger files are not read for facts. */
const PROFILE_BYTES = 1024 * 1024
const REFERENCED_CONFIGS = 12

type Readers = Pick<ActivityPorts, 'sourceReader' | 'yamlReader'>

/** `repository`: owner/name. `config`: of the default branch. */
export type FactsQuery = { repository: string; packageFolder: string; request: string; config: RepositoryConfig }

/** What an engineer would look up first, read from the base; not what an installation of its packages shows. */
export async function readRepositoryFacts(
  ports: Readers,
  sandbox: Sandbox,
  paths: string[],
  { repository, packageFolder: folder, request, config }: FactsQuery,
): Promise<Omit<RepositoryFacts, 'unavailable' | 'uninstallable'>> {
  const texts = await readProfileTexts(sandbox, paths, folder)
  const profile = repositoryProfile({ paths, texts, folder })
  const [components, tokens, instructions] = await Promise.all([
    readComponents(ports, sandbox, paths, profile, request),
    readTokens(ports, sandbox, paths, profile),
    readInstructions(sandbox, paths, folder),
  ])
  const own = paths.filter((path) => pathBelow(folder, path) !== null)
  const near = (pattern: RegExp) => {
    const fitting = own.filter((path) => pattern.test(path)).toSorted()
    return fitting.find((path) => path.startsWith(`${profile.componentFolder}/`)) ?? fitting[0] ?? null
  }
  return {
    repository,
    packageFolder: folder,
    framework: profile.framework,
    react: profile.react,
    language: profile.language === 'ts' ? 'TypeScript' : 'JavaScript',
    tailwind: profile.tailwind,
    componentFolder: profile.componentFolder,
    stylesheet: profile.stylesheet,
    aliases: profile.importAliases,
    baseUrl: profile.baseUrl,
    componentAliases: componentAliasesOf(texts, folder),
    packages: profile.declaredPackages,
    components: components.read,
    hasComponents: components.inFolder,
    otherComponents: components.unread,
    ...tokens,
    habits: await readHabits(ports, sandbox, paths, folder, components.samples),
    storybook: profile.storybook,
    testsBeside: profile.testsBeside,
    exampleStory: near(STORY),
    exampleTest: near(TEST),
    instructions,
    teamInstructions: config.instructions,
    paths: config.paths,
  }
}

/** Detects the kind of repository from a few files. `folder`: the package folder of the turn. */
export async function readProfile(sandbox: Sandbox, paths: string[], folder: string): Promise<RepositoryProfile> {
  return repositoryProfile({ paths, texts: await readProfileTexts(sandbox, paths, folder), folder })
}

async function readProfileTexts(sandbox: Sandbox, paths: string[], folder: string): Promise<Record<string, string>> {
  const known = new Set(paths)
  const texts: Record<string, string> = {}
  let wanted = profileFiles(paths, folder)
  for (let left = REFERENCED_CONFIGS; wanted.length > 0; left -= wanted.length) {
    const read = await Promise.all(wanted.map(async (path) => [path, await textOf(sandbox, path, PROFILE_BYTES)] as const))
    for (const [path, text] of read) texts[path] = text ?? ''
    const behind = read.flatMap(([path, text]) => (path.endsWith('.json') ? referencedConfigs(path, text ?? undefined, known) : []))
    wanted = [...new Set(behind)].filter((path) => texts[path] === undefined).slice(0, Math.max(0, left))
  }
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''))
}

async function readTokens(
  ports: Readers,
  sandbox: Sandbox,
  paths: string[],
  profile: RepositoryProfile,
): Promise<{ tokens: DesignToken[]; utilities: string[] }> {
  const { stylesheet, packageFolder } = profile
  const sheets = [...new Set([...(stylesheet === null ? [] : [stylesheet]), ...globalStyles(paths, packageFolder)])]
  const config = paths.find((path) => path.startsWith(pathIn(packageFolder, 'tailwind.config.')))
  const [styles, theme] = await Promise.all([
    Promise.all(sheets.map(async (path) => cssTokens((await textOf(sandbox, path, PROFILE_BYTES)) ?? ''))),
    config === undefined ? null : textOf(sandbox, config, PROFILE_BYTES),
  ])
  const themed = config === undefined || theme === null ? null : await ports.sourceReader.exportedObject(config, theme)
  return {
    tokens: [...themeTokens(themed), ...styles.flatMap(({ tokens }) => tokens)],
    utilities: styles.flatMap(({ utilities }) => utilities),
  }
}

async function readHabits(
  ports: Readers,
  sandbox: Sandbox,
  paths: string[],
  folder: string,
  samples: { path: string; text: string }[],
): Promise<CodeStyle> {
  const configs = codeStyleConfigs(paths, folder)
  const read = async (pattern: RegExp) => {
    const path = configs.find((config) => pattern.test(config))
    return path === undefined ? null : textOf(sandbox, path, INSTRUCTION_BYTES)
  }
  const [prettier, editorconfig] = await Promise.all([read(/\.prettierrc(?:\.json|\.ya?ml)?$/), read(/\.editorconfig$/)])
  const parsed = prettier === null ? null : ports.yamlReader.read(prettier)
  return measureCodeStyle(samples, { configs, prettier: parsed?.ok === true ? parsed.value : null, editorconfig })
}

/** The package's AGENTS.md, then the repository's; without one, the instructions for another assistant. */
async function readInstructions(sandbox: Sandbox, paths: string[], folder: string): Promise<{ path: string; text: string }[]> {
  const wanted = [...new Set([pathIn(folder, 'AGENTS.md'), 'AGENTS.md'])].filter((path) => paths.includes(path))
  const candidates = wanted.length > 0 ? wanted : ['.github/copilot-instructions.md'].filter((path) => paths.includes(path))
  const read = await Promise.all(candidates.map(async (path) => ({ path, text: await textOf(sandbox, path, INSTRUCTION_BYTES) })))
  return read.flatMap(({ path, text }) => (text === null ? [] : [{ path, text }]))
}

/** `null` for a file that is too large or not safe to read: the facts leave it out. */
async function textOf(sandbox: Sandbox, path: string, limitBytes: number): Promise<string | null> {
  const bytes = await readSafely(sandbox, path, PROFILE_BYTES)
  return bytes === null ? null : new TextDecoder().decode(bytes.subarray(0, limitBytes))
}
