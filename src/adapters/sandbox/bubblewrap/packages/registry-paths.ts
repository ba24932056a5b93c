/** A package name, with `/` as it is or as `%2f`. Source: validate-npm-package-name's rules, without the exceptions for old packages. */
const NAME = String.raw`(?:@[a-z0-9~-][a-z0-9._~-]*(?:/|%2[fF]))?[a-zA-Z0-9~-][a-zA-Z0-9._~-]*`
const METADATA = new RegExp(`^/${NAME}$`)
const TARBALL = new RegExp(`^/${NAME}/-/[a-zA-Z0-9~_-][a-zA-Z0-9._+~-]*\\.tgz$`)
const PATH_CHARACTERS = 512

/** `name`: the package that is requested. */
export type RegistryRequest = { kind: 'metadata' | 'tarball'; path: string; name: string }

/** What a path requests from the registry. `null` for everything except a package's description and its tarballs. */
export function parseRegistryPath(path: string): RegistryRequest | null {
  if (path.length > PATH_CHARACTERS || path.includes('..')) return null
  const kind = TARBALL.test(path) ? 'tarball' : METADATA.test(path) ? 'metadata' : null
  return kind === null ? null : { kind, path, name: nameIn(path) }
}

function nameIn(path: string): string {
  const [name = ''] = path.slice(1).split('/-/', 1)
  return name.replace(/%2f/i, '/')
}

/** The path of a tarball below the registry's address. `null` if it is elsewhere. */
function tarballPath(address: string, registry: string): string | null {
  if (!URL.canParse(address)) return null
  const [wanted, base] = [new URL(address), new URL(registry)]
  if (wanted.host !== base.host || !wanted.pathname.startsWith(base.pathname)) return null
  const path = `/${wanted.pathname.slice(base.pathname.length)}`
  return parseRegistryPath(path)?.kind === 'tarball' ? path : null
}

/** A path that the gate refuses. It replaces the address of a tarball on another host. */
const ELSEWHERE = '-/elsewhere/'

export function isForeignUrl(path: string): boolean {
  return path.startsWith(`/${ELSEWHERE}`)
}

/** Rewrites a package description so that its tarballs are at the gate. `null` if it is not a package description. */
export function toGateDescription(description: string, { registry, gate }: { registry: string; gate: string }): string | null {
  const parsed: unknown = parse(description)
  if (!isRecord(parsed)) return null
  for (const { version, dist } of versionsIn(parsed)) {
    const path = tarballPath(dist.tarball, registry) ?? usualPath(parsed['name'], version, dist.tarball, registry)
    dist.tarball = path === null ? `${gate}${ELSEWHERE}package.tgz` : `${gate}${path.slice(1)}`
  }
  return JSON.stringify(parsed)
}

/** The address of a tarball in a description, for a registry whose tarballs are not at the usual path. `null`: it has none on its host. */
export function unusualTarball(description: string, path: string, registry: string): string | null {
  const parsed: unknown = parse(description)
  if (!isRecord(parsed)) return null
  const found = versionsIn(parsed).find(({ version, dist }) => usualPath(parsed['name'], version, dist.tarball, registry) === path)
  return found?.dist.tarball ?? null
}

/** The hash that the description of one version gives for its archive. */
export function integrityIn(description: string): string | null {
  const parsed: unknown = parse(description)
  const dist = isRecord(parsed) ? parsed['dist'] : undefined
  return isRecord(dist) && typeof dist['integrity'] === 'string' ? dist['integrity'] : null
}

type Described = { version: string; dist: Record<string, unknown> & { tarball: string } }

function versionsIn(parsed: Record<string, unknown>): Described[] {
  return Object.entries(isRecord(parsed['versions']) ? parsed['versions'] : {}).flatMap(([version, described]) => {
    const dist = isRecord(described) ? described['dist'] : undefined
    return isRecord(dist) && typeof dist['tarball'] === 'string' ? [{ version, dist: dist as Described['dist'] }] : []
  })
}

/** The path that the tarball would have on most registries, if it is on this registry's host. */
function usualPath(name: unknown, version: string, address: string, registry: string): string | null {
  if (typeof name !== 'string' || !URL.canParse(address) || new URL(address).host !== new URL(registry).host) return null
  const path = `/${name}/-/${name.slice(name.lastIndexOf('/') + 1)}-${version}.tgz`
  return parseRegistryPath(path)?.kind === 'tarball' ? path : null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
