import { z } from 'zod'

/** What kind of repository it is, as far as the agent and the check need to know. */
export type RepositoryProfile = {
  framework: 'Next' | 'React with Vite' | 'React' | 'unknown'
  usesReact: boolean
  language: 'ts' | 'js'
  componentFolder: string
  /** The style sheet that brings Tailwind or the global styles; `null` where none was found. */
  stylesheet: string | null
  /** Import aliases as tsconfig writes them, such as `@/*`. */
  aliases: string[]
  tailwind: 3 | 4 | null
  packageManager: 'npm' | 'pnpm' | 'yarn' | 'bun'
  /** Names of all packages that package.json declares. */
  declaredPackages: string[]
}

/** Which files `repositoryProfile` wants to read, at any depth that matters. */
export const PROFILE_FILES =
  /^(?:package\.json|tsconfig(?:\.app|\.base)?\.json|jsconfig\.json|components\.json|(?:src\/|app\/|styles\/|src\/app\/|src\/styles\/)?[\w-]+\.css)$/

const versions = z.record(z.string(), z.unknown()).optional().catch(undefined)
const packageSchema = z.object({ dependencies: versions, devDependencies: versions, peerDependencies: versions })
const tsconfigSchema = z.object({
  compilerOptions: z
    .object({ paths: z.record(z.string(), z.unknown()).optional().catch(undefined) })
    .optional()
    .catch(undefined),
})
const componentsSchema = z.object({
  tailwind: z
    .object({ css: z.string().optional().catch(undefined) })
    .optional()
    .catch(undefined),
})

/** `texts`: what those of PROFILE_FILES that exist say. Broken files count as empty. */
export function repositoryProfile({ paths, texts }: { paths: readonly string[]; texts: Record<string, string> }): RepositoryProfile {
  const manifest = packageSchema.safeParse(parseJsonc(texts['package.json'])).data ?? {}
  const declared: Record<string, unknown> = { ...manifest.peerDependencies, ...manifest.devDependencies, ...manifest.dependencies }
  const names = Object.keys(declared)
  return {
    framework: frameworkOf(names),
    usesReact: names.includes('react') || names.includes('next'),
    language: names.includes('typescript') || paths.some((path) => /(?:^|\/)tsconfig\.json$|\.tsx?$/.test(path)) ? 'ts' : 'js',
    componentFolder: componentFolder(paths),
    stylesheet: stylesheet(paths, texts),
    aliases: aliasesOf(texts),
    tailwind: tailwindOf(declared['tailwindcss'], texts),
    packageManager: packageManagerOf(paths),
    declaredPackages: names.toSorted(),
  }
}

function frameworkOf(names: readonly string[]): RepositoryProfile['framework'] {
  if (names.includes('next')) return 'Next'
  if (!names.includes('react')) return 'unknown'
  return names.includes('vite') ? 'React with Vite' : 'React'
}

/** The folder that most components lie in or below, the usual ones first. */
function componentFolder(paths: readonly string[]): string {
  const usual = ['src/components', 'components', 'app/components', 'src/app/components']
  const found = usual.find((folder) => paths.some((path) => path.startsWith(`${folder}/`)))
  return found ?? (paths.some((path) => path.startsWith('src/')) ? 'src/components' : 'components')
}

function stylesheet(paths: readonly string[], texts: Record<string, string>): string | null {
  const named = componentsSchema.safeParse(parseJsonc(texts['components.json'])).data?.tailwind?.css
  if (named !== undefined && paths.includes(named)) return named
  const sheets = Object.entries(texts).filter(([path]) => path.endsWith('.css'))
  const withTailwind = sheets.find(([, text]) => /@import\s+["']tailwindcss|@tailwind\s+base/.test(text))
  if (withTailwind !== undefined) return withTailwind[0]
  const usual = ['src/index.css', 'src/app/globals.css', 'app/globals.css', 'src/styles/globals.css', 'styles/globals.css', 'src/App.css']
  return usual.find((path) => paths.includes(path)) ?? null
}

function aliasesOf(texts: Record<string, string>): string[] {
  const configs = ['tsconfig.json', 'tsconfig.app.json', 'tsconfig.base.json', 'jsconfig.json'].map((path) => parseJsonc(texts[path]))
  return [...new Set(configs.flatMap((config) => Object.keys(tsconfigSchema.safeParse(config).data?.compilerOptions?.paths ?? {})))]
}

function tailwindOf(version: unknown, texts: Record<string, string>): 3 | 4 | null {
  const major = typeof version === 'string' ? /\d+/.exec(version)?.[0] : undefined
  if (major !== undefined) return Number(major) <= 3 ? 3 : 4
  // A workspace's or catalogue's version is written elsewhere; how the style sheet brings it in tells as much.
  const sheets = Object.values(texts)
  if (sheets.some((text) => /@import\s+["']tailwindcss/.test(text))) return 4
  if (version === undefined) return null
  return sheets.some((text) => /@tailwind\s+base/.test(text)) ? 3 : 4
}

function packageManagerOf(paths: readonly string[]): RepositoryProfile['packageManager'] {
  if (paths.includes('pnpm-lock.yaml')) return 'pnpm'
  if (paths.includes('yarn.lock')) return 'yarn'
  return paths.includes('bun.lock') || paths.includes('bun.lockb') ? 'bun' : 'npm'
}

/** JSON with comments and trailing commas, as tsconfig files have them; `null` where it can't be read. */
function parseJsonc(text: string | undefined): unknown {
  if (text === undefined) return null
  // What begins a string or a comment always matches to some end, so that nothing is read twice, however long it is.
  const bare = text
    .replace(/^\uFEFF/, '')
    .replace(/("(?:[^"\\\n]|\\.)*"?)|\/\/[^\n]*|\/\*(?:[^]*?\*\/|[^]*)/g, (_found, string: string | undefined) => string ?? '')
    .replace(/("(?:[^"\\\n]|\\.)*"?)|,(?=\s*[}\]])/g, (_found, string: string | undefined) => string ?? '')
  try {
    return JSON.parse(bare)
  } catch {
    return null
  }
}
