import { z } from 'zod'
import { findComponentFolder } from './component-folder.ts'
import { rootConfigs, importAliases, resolveAlias } from './import-aliases.ts'
import type { ImportAlias } from './import-aliases.ts'
import { pathBelow, pathIn } from '../shared/join-path.ts'
import { parseJsonc } from '../shared/jsonc.ts'
import { packageManifest, usesReact } from '../packages/package-manifest.ts'

/** What kind of repository it is, as far as the agent and the check need to know. All paths are relative to its root. */
export type RepositoryProfile = {
  /** The package's folder in a repository with several; '' for the root. */
  packageFolder: string
  framework: 'Next' | 'React with Vite' | 'React' | 'unknown'
  usesReact: boolean
  /** React's major version as declared; `null` where that says none. */
  react: number | null
  language: 'ts' | 'js'
  componentFolder: string
  /** The style sheet that brings Tailwind or the global styles; `null` where none was found. */
  stylesheet: string | null
  /** Import aliases as tsconfig writes them, such as `@/*`; with those that a `baseUrl` makes. */
  aliases: string[]
  /** Where the aliases of tsconfig lead. */
  importAliases: ImportAlias[]
  /** The folder that imports may begin below. */
  baseUrl: string | null
  tailwind: 3 | 4 | null
  packageManager: 'npm' | 'pnpm' | 'yarn' | 'bun'
  /** Names of all packages that the package's package.json declares. */
  declaredPackages: string[]
  /** Stories are written here. */
  storybook: boolean
  /** Tests are written here, next to the components. */
  testsBeside: boolean
}

/** Which files of the package's folder the profile wants to read. */
const PROFILE_FILES = /^(?:package\.json|components\.json)$/
/** Style sheets that count everywhere in the package; a module's counts for one component. */
const GLOBAL_STYLES = /^(?:(?:src|app|styles?|css|themes?|tokens|assets|globals?)\/){0,3}(?!.*\.module\.)[\w.-]+\.css$/
const MOST_PROFILE_FILES = 60
export const STORY = /\.stories\.[jt]sx?$/
export const TEST = /\.(?:test|spec)\.[jt]sx?$/

const componentsSchema = z.object({
  tailwind: z
    .object({ css: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
  aliases: z.record(z.string(), z.string()).optional().catch(undefined),
})

/** The files that the profile is made from, as far as they are known before they are read; see `configsBehind` in import-aliases.ts for the others. */
export function profileFiles(paths: readonly string[], folder: string): string[] {
  const beginnings = rootConfigs(folder)
  const wanted = paths.filter((path) => PROFILE_FILES.test(pathBelow(folder, path) ?? '') || beginnings.includes(path))
  return [...wanted, ...globalStyles(paths, folder)].slice(0, MOST_PROFILE_FILES)
}

/** The global style sheets, those nearest the package's root first. */
export function globalStyles(paths: readonly string[], folder: string): string[] {
  return paths
    .filter((path) => GLOBAL_STYLES.test(pathBelow(folder, path) ?? ''))
    .toSorted((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1))
    .slice(0, 40)
}

/** `texts`: what those of `profileFiles` and `configsBehind` (import-aliases.ts) that exist say. Broken files count as empty. `folder`: the package's. */
export function repositoryProfile({
  paths,
  texts,
  folder = '',
}: {
  paths: readonly string[]
  texts: Record<string, string>
  folder?: string
}): RepositoryProfile {
  const manifest = packageManifest(texts[pathIn(folder, 'package.json')])
  const names = Object.keys(manifest.declared)
  const own = paths.filter((path) => pathBelow(folder, path) !== null)
  const { aliases, baseUrl } = importAliases(texts, paths, folder)
  const components = componentsSchema.safeParse(parseJsonc(texts[pathIn(folder, 'components.json')])).data ?? {}
  const componentFolder = findComponentFolder(own, folder, resolveAlias(components.aliases?.['components'] ?? '', aliases))
  return {
    packageFolder: folder,
    framework: frameworkOf(names),
    usesReact: usesReact(manifest),
    react: majorOf(manifest.declared['react']),
    language: names.includes('typescript') || own.some((path) => /(?:^|\/)tsconfig\.json$|\.tsx?$/.test(path)) ? 'ts' : 'js',
    componentFolder,
    stylesheet: stylesheet(own, texts, folder, components.tailwind?.css),
    aliases: [...new Set([...aliases.map(({ name }) => name), ...baseAliases(paths, baseUrl)])],
    importAliases: aliases,
    baseUrl,
    tailwind: tailwindOf(manifest.declared['tailwindcss'], texts),
    packageManager: packageManagerOf(paths),
    declaredPackages: names.toSorted(),
    storybook: names.some((name) => /^(?:storybook$|@storybook\/)/.test(name)) || own.some((path) => STORY.test(path)),
    testsBeside: own.some((path) => TEST.test(path) && path.startsWith(`${componentFolder}/`)),
  }
}

/** What components.json calls its folders. */
export function componentAliasesOf(texts: Record<string, string>, folder: string): Record<string, string> {
  return componentsSchema.safeParse(parseJsonc(texts[pathIn(folder, 'components.json')])).data?.aliases ?? {}
}

function frameworkOf(names: readonly string[]): RepositoryProfile['framework'] {
  if (names.includes('next')) return 'Next'
  if (!names.includes('react')) return 'unknown'
  return names.includes('vite') ? 'React with Vite' : 'React'
}

function stylesheet(own: readonly string[], texts: Record<string, string>, folder: string, named: string | undefined): string | null {
  const wanted = named === undefined ? null : pathIn(folder, named.replace(/^\.\//, ''))
  if (wanted !== null && own.includes(wanted)) return wanted
  const sheets = globalStyles(own, folder).flatMap((path) => (texts[path] === undefined ? [] : [[path, texts[path]] as const]))
  const withTailwind = sheets.find(([, text]) => /@import\s+["']tailwindcss|@tailwind\s+base/.test(text))
  if (withTailwind !== undefined) return withTailwind[0]
  const usual = ['src/index.css', 'src/app/globals.css', 'app/globals.css', 'src/styles/globals.css', 'styles/globals.css', 'src/App.css']
  return usual.map((path) => pathIn(folder, path)).find((path) => own.includes(path)) ?? null
}

/** What an import may begin with where there is a `baseUrl`: the files and folders in that folder. */
function baseAliases(paths: readonly string[], baseUrl: string | null): string[] {
  if (baseUrl === null) return []
  const names = new Set(paths.flatMap((path) => pathBelow(baseUrl, path)?.split('/')[0] ?? []).filter((name) => !name.startsWith('.')))
  const stems = [...names].slice(0, 100).map((name) => name.replace(/\.(?:[jt]sx?|mjs|json)$/, ''))
  return stems.flatMap((name) => [name, `${name}/*`])
}

function tailwindOf(version: unknown, texts: Record<string, string>): 3 | 4 | null {
  const major = majorOf(version)
  if (major !== null) return major <= 3 ? 3 : 4
  // A workspace's or catalogue's version is written elsewhere; how the style sheet brings it in tells as much.
  const sheets = Object.values(texts)
  if (sheets.some((text) => /@import\s+["']tailwindcss/.test(text))) return 4
  if (version === undefined) return null
  return sheets.some((text) => /@tailwind\s+base/.test(text)) ? 3 : 4
}

function majorOf(version: unknown): number | null {
  const digits = typeof version === 'string' ? /\d+/.exec(version)?.[0] : undefined
  return digits === undefined ? null : Number(digits)
}

function packageManagerOf(paths: readonly string[]): RepositoryProfile['packageManager'] {
  if (paths.includes('pnpm-lock.yaml') || paths.includes('pnpm-workspace.yaml')) return 'pnpm'
  if (paths.includes('yarn.lock')) return 'yarn'
  return paths.includes('bun.lock') || paths.includes('bun.lockb') ? 'bun' : 'npm'
}
