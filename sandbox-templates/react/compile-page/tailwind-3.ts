import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AcceptedPlugin } from 'postcss'
import { pageSources, previewSources } from './page-sources.ts'
import { installedMajor, requireFrom, type Place } from './place.ts'

type Content = string | { raw: string }
type Config = { content?: Content[] | { files: Content[]; relative?: boolean } }
type Make = (options?: unknown) => AcceptedPlugin
type Glob = { sync: (patterns: string[], options: { absolute: boolean }) => string[] }
type Settings = { plugins?: Record<string, unknown> | unknown[] }

const CONFIGS = ['js', 'cjs', 'mjs', 'ts'].map((ending) => `tailwind.config.${ending}`)
const POSTCSS = ['js', 'cjs', 'mjs'].map((ending) => `postcss.config.${ending}`)
const SOURCES = '**/*.{js,jsx,ts,tsx,md,mdx,html}'

/**
 * The PostCSS plugins for a repository with Tailwind 3, which needs its configuration: Tailwind and the other plugins of the repository's
 * PostCSS configuration. Empty for all other repositories, whose configuration is never read.
 */
export async function tailwind3Plugins(place: Place): Promise<AcceptedPlugin[]> {
  if (installedMajor(place, 'tailwindcss') !== 3) return []
  const load = requireFrom(place)
  const tailwind = (load('tailwindcss') as Make)(configOf(place))
  const { plugins = { tailwindcss: {}, autoprefixer: {} } } = await postcssSettings(place)
  if (Array.isArray(plugins))
    return [...plugins.filter((plugin) => !isTailwind(plugin)).map((plugin) => plugin as AcceptedPlugin), tailwind]
  return Object.entries(plugins).flatMap(([name, options]) => {
    if (options === false) return []
    if (name === 'tailwindcss') return [tailwind]
    return isInstalled(load, name) ? [(interopDefault(load(name)) as Make)(options === true ? {} : options)] : []
  })
}

/**
 * The repository's configuration, with the preview added to the files in which it searches class names: the page looks as the components
 * will look in the repository. A configuration that finds no file is meant to be used in another way, so it searches all sources.
 */
function configOf(place: Place): Config {
  const path = within(place, CONFIGS)
  const config = path === null ? {} : (interopDefault(requireFrom(place)('tailwindcss/loadConfig')) as (path: string) => Config)(path)
  const theirs = Array.isArray(config.content) ? { files: config.content } : (config.content ?? { files: [] })
  const base = path === null ? place.home : dirname(path)
  const own = theirs.files.map((file) => (typeof file === 'string' ? absolute(base, file) : file))
  const excluded = ['!**/node_modules/.*/**', `!${place.workspace}/**/node_modules/**`]
  const { folders, patterns } = pageSources(place)
  const sources = findsFiles(place, [...own.filter((file) => typeof file === 'string'), ...excluded])
    ? previewSources(place)
    : [...folders.map((folder) => join(folder, SOURCES)), ...patterns]
  return { ...config, content: { ...theirs, relative: false, files: [...sources, ...own, ...excluded] } }
}

/** Searches as Tailwind does, with its own package. */
function findsFiles(place: Place, patterns: string[]): boolean {
  const { sync } = createRequire(requireFrom(place).resolve('tailwindcss/package.json'))('fast-glob') as Glob
  return sync(patterns, { absolute: true }).length > 0
}

function absolute(base: string, pattern: string): string {
  return pattern.startsWith('!') ? `!${resolve(base, pattern.slice(1))}` : resolve(base, pattern)
}

async function postcssSettings(place: Place): Promise<Settings> {
  const path = within(place, POSTCSS)
  if (path !== null) return interopDefault(await import(pathToFileURL(path).href)) as Settings
  const json = within(place, ['.postcssrc', '.postcssrc.json'])
  return json === null ? {} : (JSON.parse(readFileSync(json, 'utf8')) as Settings)
}

/** The first existing file, in the package folder or else the repository root. */
function within({ workspace, home }: Place, names: readonly string[]): string | null {
  return [home, workspace].flatMap((folder) => names.map((name) => join(folder, name))).find((path) => existsSync(path)) ?? null
}

function isTailwind(plugin: unknown): boolean {
  return (
    (typeof plugin === 'function' || typeof plugin === 'object') &&
    plugin !== null &&
    'postcssPlugin' in plugin &&
    plugin.postcssPlugin === 'tailwindcss'
  )
}

function isInstalled(load: NodeJS.Require, name: string): boolean {
  try {
    return load.resolve(name) !== ''
  } catch {
    return false
  }
}

function interopDefault(module: unknown): unknown {
  return typeof module === 'object' && module !== null && 'default' in module ? module.default : module
}
