import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const COMPILER = join(dirname(fileURLToPath(import.meta.resolve('typescript/package.json'))), 'bin/tsc')
const DEFAULTS = join(import.meta.dirname, 'default.tsconfig.json')

type Shown = {
  compilerOptions?: { jsx?: string }
  files?: string[]
  include?: string[]
  exclude?: string[]
  references?: { path: string }[]
}

/** Runs the compiler; its messages are on stdout. */
export function runCompiler(args: readonly string[], workspace: string) {
  return spawnSync(process.execPath, [COMPILER, ...args], { cwd: workspace, encoding: 'utf8', maxBuffer: 16 * 1024 * 1024 })
}

/**
 * A tsconfig outside the workspace that adds the preview to what the repository's own one covers: tools apply a tsconfig only to
 * the files that it includes. A repository without one gets strict defaults.
 */
export function writeTsconfig(workspace: string): string {
  const { path, shown } = chosenTsconfig(workspace)
  const base = dirname(path)
  const include =
    path === DEFAULTS ? [join(workspace, 'src')] : (shown.include ?? shown.files ?? []).map((pattern) => resolve(base, pattern))
  const folder = mkdtempSync(join(tmpdir(), 'page-'))
  const tsconfig = {
    extends: path,
    compilerOptions: { noEmit: true, composite: false, incremental: false, declaration: false, emitDeclarationOnly: false },
    include: [...include, join(workspace, '.ollio/preview.tsx')],
    exclude: (shown.exclude ?? ['node_modules']).map((pattern) => resolve(base, pattern)),
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig))
  return join(folder, 'tsconfig.json')
}

/** The repository's tsconfig; where that only refers to others, the first of them that knows JSX. */
function chosenTsconfig(workspace: string): { path: string; shown: Shown } {
  const root = join(workspace, 'tsconfig.json')
  if (!existsSync(root)) return { path: DEFAULTS, shown: {} }
  const shown = show(root, workspace)
  for (const reference of shown.files === undefined ? (shown.references ?? []) : []) {
    const target = resolve(workspace, reference.path)
    const path = target.endsWith('.json') ? target : join(target, 'tsconfig.json')
    const referred = existsSync(path) ? show(path, workspace) : {}
    if (referred.compilerOptions?.jsx !== undefined) return { path, shown: referred }
  }
  return { path: root, shown }
}

/** An unreadable tsconfig shows nothing; the compiler says why as soon as it uses it. */
function show(path: string, workspace: string): Shown {
  const shown = runCompiler(['--showConfig', '-p', path], workspace)
  return shown.status === 0 ? (JSON.parse(shown.stdout) as Shown) : {}
}
