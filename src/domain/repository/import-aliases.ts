import { z } from 'zod'
import { folderOf, pathIn, joinPath } from '../shared/join-path.ts'
import { parseJsonc } from '../shared/jsonc.ts'

/** `target`: the path in the repository, if it is a single one. */
export type ImportAlias = { name: string; target: string | null }

const text = z.string().optional().catch(undefined)
const tsconfigSchema = z.object({
  extends: z
    .union([z.string().transform((one) => [one]), z.array(z.string())])
    .optional()
    .catch(undefined),
  references: z
    .array(z.object({ path: z.string() }))
    .optional()
    .catch(undefined),
  compilerOptions: z
    .object({ baseUrl: text, paths: z.record(z.string(), z.unknown()).optional().catch(undefined) })
    .optional()
    .catch(undefined),
})
type Config = z.infer<typeof tsconfigSchema>

/** The configurations that a package's compiler starts from. */
const ROOT_CONFIGS = ['tsconfig.json', 'tsconfig.app.json', 'tsconfig.base.json', 'jsconfig.json']
/** Maximum number of aliases per repository. */
const ALIASES = 100

export function rootConfigs(folder: string): string[] {
  return ROOT_CONFIGS.map((name) => pathIn(folder, name))
}

/** The repository's own configurations that the one at `path` extends, or references in the same folder. */
export function referencedConfigs(path: string, content: string | undefined, paths: ReadonlySet<string>): string[] {
  const { extends: extended = [], references = [] } = read(content)
  const beside = references.slice(0, 20).map((reference) => reference.path)
  return [
    ...extended.slice(0, 20).flatMap((name) => find(path, name, paths)),
    ...beside.flatMap((name) => find(path, name, paths).filter((found) => folderOf(found) === folderOf(path))),
  ]
}

/** The distinct aliases of the package's configurations, and their `baseUrl` if there is one. */
export function importAliases(
  texts: Record<string, string>,
  paths: readonly string[],
  folder: string,
): { aliases: ImportAlias[]; baseUrl: string | null } {
  const known = new Set(paths)
  const chains = rootConfigs(folder)
    .flatMap((path) => [path, ...referencedConfigs(path, texts[path], known)])
    .map((path) => effective(path, texts, known, new Set()))
  const aliases = new Map<string, ImportAlias>()
  for (const { paths: mapped } of chains) for (const alias of mapped ?? []) if (!aliases.has(alias.name)) aliases.set(alias.name, alias)
  return {
    aliases: [...aliases.values()].slice(0, ALIASES),
    baseUrl: chains.find(({ baseUrl }) => baseUrl !== null)?.baseUrl ?? null,
  }
}

/** The file, without extension, that an aliased import refers to; `null` if no alias matches. */
export function resolveAlias(specifier: string, aliases: readonly ImportAlias[]): string | null {
  for (const { name, target } of aliases) {
    if (target === null) continue
    if (name === specifier) return target
    if (name.endsWith('*') && target.endsWith('*') && specifier.startsWith(name.slice(0, -1)))
      return joinPath('', target.slice(0, -1) + specifier.slice(name.length - 1))
  }
  return null
}

type Effective = { paths: ImportAlias[] | null; baseUrl: string | null }

/** A configuration's own options, else those of what it extends, the last before the first. Stops at cycles. */
function effective(path: string, texts: Record<string, string>, known: ReadonlySet<string>, seen: Set<string>): Effective {
  if (seen.has(path)) return { paths: null, baseUrl: null }
  seen.add(path)
  const { extends: extended = [], compilerOptions = {} } = read(texts[path])
  const inherited = extended
    .slice(0, 20)
    .toReversed()
    .flatMap((name) => find(path, name, known))
    .map((base) => effective(base, texts, known, seen))
  const ownBase = compilerOptions.baseUrl === undefined ? null : joinPath(folderOf(path), compilerOptions.baseUrl)
  const baseUrl = ownBase ?? inherited.find((base) => base.baseUrl !== null)?.baseUrl ?? null
  const own = compilerOptions.paths
  if (own === undefined) return { paths: inherited.find((base) => base.paths !== null)?.paths ?? null, baseUrl }
  return { paths: Object.entries(own).map(([name, targets]) => ({ name, target: targetOf(targets, baseUrl ?? folderOf(path)) })), baseUrl }
}

function targetOf(targets: unknown, folder: string): string | null {
  const first: unknown = Array.isArray(targets) ? targets[0] : undefined
  return typeof first === 'string' ? joinPath(folder, first) : null
}

/** A name that is not a relative path is a package, so it is not in the repository. */
function find(path: string, name: string, paths: ReadonlySet<string>): string[] {
  if (!name.startsWith('.')) return []
  const wanted = joinPath(folderOf(path), name)
  if (wanted === null) return []
  const found = [wanted, `${wanted}.json`, pathIn(wanted, 'tsconfig.json')].find((candidate) => paths.has(candidate))
  return found === undefined ? [] : [found]
}

function read(content: string | undefined): Config {
  return tsconfigSchema.safeParse(parseJsonc(content)).data ?? {}
}
