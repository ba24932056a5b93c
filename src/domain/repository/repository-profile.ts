import { z } from 'zod'
import { findComponentFolder } from './component-folder.ts'
import { rootConfigs, importAliases, resolveAlias } from './import-aliases.ts'
import type { ImportAlias } from './import-aliases.ts'
import { pathBelow, pathIn } from '../shared/join-path.ts'
import { parseJsonc } from '../shared/jsonc.ts'
import { packageManifest, usesReact } from '../packages/package-manifest.ts'

/** The kind of repository, as the agent and the checks need to know it. All paths are relative to its root. */
export type RepositoryProfile = {
  /** The package folder in a monorepo; '' for the root. */
  packageFolder: string
  framework: 'Next' | 'React with Vite' | 'React' | 'unknown'
  usesReact: boolean
  /** The declared major version of React; `null` if it can't be told from the version. */
  react: number | null
  language: 'ts' | 'js'
  componentFolder: string
  /** The style sheet that imports Tailwind or contains the global styles; `null` if none was found. */
  stylesheet: string | null
  /** Import aliases as written in tsconfig, such as `@/*`, and those that a `baseUrl` adds. */
  aliases: string[]
  /** The targets of the tsconfig aliases. */
  importAliases: ImportAlias[]
  /** The folder that non-relative imports resolve from. */
  baseUrl: string | null
  tailwind: 3 | 4 | null
  packageManager: 'npm' | 'pnpm' | 'yarn' | 'bun'
  /** Names of all packages that the package's package.json declares. */
  declaredPackages: string[]
  /** True if the package has stories. */
  storybook: boolean
  /** True if tests are next to the components. */
  testsBeside: boolean
}

/** Files of the package folder that the profile needs. */
const PROFILE_FILES = /^(?:package\.json|components\.json)$/
/** Style sheets that apply to the whole package; CSS modules apply to one component only. */
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

/**
 * The files that the profile is made from and whose paths are known in advance; for the others see `referencedConfigs` in
 * import-aliases.ts.
 */
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

/**
 * `texts`: the existing files of `profileFiles` and `referencedConfigs` (import-aliases.ts). Invalid files count as empty. `folder`: the
 * package folder.
 */
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

/** The folder aliases in components.json. */
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

/** The import prefixes that a `baseUrl` allows: the files and folders in its folder. */
function baseAliases(paths: readonly string[], baseUrl: string | null): string[] {
  if (baseUrl === null) return []
  const names = new Set(paths.flatMap((path) => pathBelow(baseUrl, path)?.split('/')[0] ?? []).filter((name) => !name.startsWith('.')))
  const stems = [...names].slice(0, 100).map((name) => name.replace(/\.(?:[jt]sx?|mjs|json)$/, ''))
  return stems.flatMap((name) => [name, `${name}/*`])
}

function tailwindOf(version: unknown, texts: Record<string, string>): 3 | 4 | null {
  const major = majorOf(version)
  if (major !== null) return major <= 3 ? 3 : 4
  // The version of a workspace or catalog dependency is defined elsewhere; how the style sheet imports Tailwind shows it as well.
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
