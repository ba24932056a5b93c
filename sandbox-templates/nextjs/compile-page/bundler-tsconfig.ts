import { dirname, relative, resolve } from 'node:path'
import { parse } from 'tsconfck'

type Options = { baseUrl?: string; paths?: Record<string, string[]> }
type Extended = { tsconfigFile: string; tsconfig: { compilerOptions?: Options } }

const OURS = { jsx: 'react-jsx' }

/**
 * A tsconfig in `folder` that makes the bundler compile and resolve like the repository's tsconfig at `path`. The bundler supports only a
 * single `extends` and no absolute paths, so the effective options are written out.
 */
export async function bundlerTsconfig(folder: string, path: string | null): Promise<object> {
  if (path === null) return { compilerOptions: OURS, include: [] }
  const options = await optionsOf(path, folder)
  // If the tsconfig can't be read, the bundler reports why.
  return options === null
    ? { extends: relative(folder, path), compilerOptions: OURS, include: [] }
    : { compilerOptions: { ...options, ...OURS }, include: [] }
}

async function optionsOf(path: string, folder: string): Promise<Options | null> {
  const read = await parse(path).catch(() => null)
  if (read === null) return null
  const options = (read.tsconfig as Extended['tsconfig']).compilerOptions ?? {}
  const { baseUrl, paths } = options
  if (baseUrl !== undefined) return { ...options, baseUrl: relative(folder, resolve(dirname(path), baseUrl)) }
  if (paths === undefined) return options
  // Aliases are relative to the file that defines them; the first file with aliases counts.
  const files = (read.extended ?? []) as Extended[]
  const from = dirname(files.find(({ tsconfig }) => tsconfig.compilerOptions?.paths !== undefined)?.tsconfigFile ?? path)
  const seen = Object.entries(paths).map(
    ([alias, places]) => [alias, places.map((place) => relative(folder, resolve(from, place)))] as const,
  )
  return { ...options, paths: Object.fromEntries(seen) }
}
