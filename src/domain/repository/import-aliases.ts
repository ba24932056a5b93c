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
  return referencesOf(path, read(content), paths)
}

function referencesOf(path: string, { extends: extended = [], references = [] }: Config, paths: ReadonlySet<string>): string[] {
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
  const configs = readOnce(texts)
  const starts = new Set(rootConfigs(folder).flatMap((path) => [path, ...referencesOf(path, configs(path), known)]))
  const effective = effectiveOnce(configs, known)
  const chains = [...starts].map(effective)
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

/** How much text is read in all, in characters. */
const READ = 4 * 1024 * 1024

/** Parses each configuration once, and none after the limit. */
function readOnce(texts: Record<string, string>): (path: string) => Config {
  const configs = new Map<string, Config>()
  let left = READ
  return (path) => {
    const known = configs.get(path)
    if (known !== undefined) return known
    const content = Object.hasOwn(texts, path) ? texts[path] : undefined
    left -= content?.length ?? 0
    const config = left < 0 ? {} : read(content)
    configs.set(path, config)
    return config
  }
}

/**
 * A configuration's own options, else those of what it extends, the last before the first. Computed once for each, however many extend it;
 * what extends itself inherits nothing from itself.
 */
function effectiveOnce(configs: (path: string) => Config, known: ReadonlySet<string>): (path: string) => Effective {
  const done = new Map<string, Effective>()
  const effective = (path: string): Effective => {
    const before = done.get(path)
    if (before !== undefined) return before
    done.set(path, { paths: null, baseUrl: null })
    const { extends: extended = [], compilerOptions = {} } = configs(path)
    const inherited = extended
      .slice(0, 20)
      .toReversed()
      .flatMap((name) => find(path, name, known))
      .map(effective)
    const ownBase = compilerOptions.baseUrl === undefined ? null : joinPath(folderOf(path), compilerOptions.baseUrl)
    const baseUrl = ownBase ?? inherited.find((base) => base.baseUrl !== null)?.baseUrl ?? null
    const own = compilerOptions.paths
    const folder = baseUrl ?? folderOf(path)
    const paths =
      own === undefined
        ? (inherited.find((base) => base.paths !== null)?.paths ?? null)
        : Object.entries(own)
            .slice(0, ALIASES)
            .map(([name, targets]) => ({ name, target: targetOf(targets, folder) }))
    const result = { paths, baseUrl }
    done.set(path, result)
    return result
  }
  return effective
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
