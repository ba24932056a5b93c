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
  for (const version of isRecord(parsed['versions']) ? Object.values(parsed['versions']) : []) {
    const dist = isRecord(version) ? version['dist'] : undefined
    if (!isRecord(dist) || typeof dist['tarball'] !== 'string') continue
    const path = tarballPath(dist['tarball'], registry)
    dist['tarball'] = path === null ? `${gate}${ELSEWHERE}package.tgz` : `${gate}${path.slice(1)}`
  }
  return JSON.stringify(parsed)
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
