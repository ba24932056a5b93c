import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { AMBIENT_TYPES, BUNDLER_TYPES } from './ambient-types.ts'
import { runCompiler } from './compiler.ts'
import type { Place } from './place.ts'
import { stubTypes } from './stub-packages.ts'
import { currentOptions, type CompilerOptions } from './current-options.ts'

const AMBIENT = 'ambient.d.ts'
const PLANTED = 'planted.ts'
/** How the one error begins that every check of types must find. */
export const PLANTED_ERROR = `${PLANTED}:1:14: error TS2322:`
const DEFAULTS = join(import.meta.dirname, 'default.tsconfig.json')

type Shown = {
  compilerOptions?: CompilerOptions
  files?: string[]
  include?: string[]
  exclude?: string[]
  references?: { path: string }[]
}

/** Options about files that are written, which none is. Each refuses to stand without another. */
const NOTHING_WRITTEN = {
  ...{ declaration: false, declarationMap: false, emitDeclarationOnly: false, isolatedDeclarations: false, declarationDir: null },
  ...{ rootDir: null, outDir: null, tsBuildInfoFile: null, sourceRoot: null, mapRoot: null, inlineSources: false, noEmitOnError: false },
}

export type WrittenTsconfig = {
  path: string
  /** The repository has no tsconfig, so its own files are JavaScript. */
  isJavaScript: boolean
  /** Writes it again without options that the compiler refused; false if all of them were left out before. */
  leaveOut(options: readonly string[]): boolean
}

/** `path` is `null` if the repository has none. */
type Chosen = { path: string | null; shown: Shown }

/**
 * Writes a tsconfig that adds the preview to the files of the repository's own, since tools apply a tsconfig only to files that it
 * includes. A repository without one gets strict defaults. Placed where packages resolve as they do for the repository, and deleted when
 * the process ends.
 */
export function writeTsconfig({ workspace, home }: Place): WrittenTsconfig {
  const { path, shown } = chosenTsconfig(home)
  const base = path === null ? home : dirname(path)
  const included = shown.include ?? shown.files ?? (path === null ? ['src'] : [])
  const beside = home === workspace ? join(workspace, '.ollio') : home
  mkdirSync(beside, { recursive: true })
  const folder = mkdtempSync(join(beside, home === workspace ? 'tsconfig-' : '.ollio-tsconfig-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const ambient = (AMBIENT_TYPES ?? '') + stubTypes({ workspace, home })
  if (ambient !== '') writeFileSync(join(folder, AMBIENT), ambient)
  writeFileSync(join(folder, PLANTED), "export const planted: number = 'no number'\n")
  const isJavaScript = path === null || path.endsWith('/jsconfig.json')
  const tsconfig = {
    extends: path === null ? DEFAULTS : isJavaScript ? [DEFAULTS, path] : path,
    compilerOptions: {
      ...currentOptions(path === null ? { types: [] } : (shown.compilerOptions ?? {}), base),
      noEmit: true,
      composite: false,
      incremental: false,
      ...NOTHING_WRITTEN,
      // Errors in the packages' own types can't be fixed here.
      skipLibCheck: true,
    },
    include: [
      ...included.map((pattern) => resolve(base, pattern)),
      join(workspace, '.ollio/preview.tsx'),
      ...[join(folder, AMBIENT), join(folder, PLANTED)],
      ...(isJavaScript ? BUNDLER_TYPES : []),
    ],
    exclude: (shown.exclude ?? ['node_modules']).map((pattern) => resolve(base, pattern)),
  }
  const leftOut = new Set<string>()
  const file = join(folder, 'tsconfig.json')
  writeFileSync(file, JSON.stringify(tsconfig))
  return {
    path: file,
    isJavaScript,
    leaveOut(options) {
      const more = options.filter((name) => !leftOut.has(name))
      for (const name of more) leftOut.add(name)
      const without = Object.fromEntries([...leftOut].map((name) => [name, null]))
      writeFileSync(file, JSON.stringify({ ...tsconfig, compilerOptions: { ...tsconfig.compilerOptions, ...without } }))
      return more.length > 0
    },
  }
}

/** The tsconfig or jsconfig that the repository's components are compiled with; `null` if it has none. */
export function repositoryTsconfig({ home }: Place): string | null {
  return chosenTsconfig(home).path
}

/** The repository's tsconfig or jsconfig; if it only references others, the first of them that sets `jsx`. */
function chosenTsconfig(workspace: string): Chosen {
  const root = ['tsconfig.json', 'jsconfig.json'].map((name) => join(workspace, name)).find((path) => existsSync(path))
  if (root === undefined) return { path: null, shown: {} }
  const shown = show(root, workspace)
  for (const reference of shown.files === undefined ? (shown.references ?? []) : []) {
    const target = resolve(workspace, reference.path)
    const path = target.endsWith('.json') ? target : join(target, 'tsconfig.json')
    const referred = existsSync(path) ? show(path, workspace) : {}
    if (referred.compilerOptions?.jsx !== undefined) return { path, shown: referred }
  }
  return { path: root, shown }
}

/** Returns nothing for an unreadable tsconfig; the compiler reports why as soon as it uses it. */
function show(path: string, workspace: string): Shown {
  const shown = runCompiler(['--showConfig', '-p', path], workspace)
  return shown.status === 0 ? (JSON.parse(shown.stdout) as Shown) : {}
}
