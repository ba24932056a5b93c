/**
 * Installs reach the registry only through our gate. So package URLs in a lockfile point to the gate during the install, and are restored
 * to what they were, or would have been, when the lockfile is published.
 */

const ADDRESS = /https?:\/\/[^\s"'#<>]{1,2000}/g

/** The part of a package URL that all registries share: package name, `/-/`, file name. `null` for any other URL. */
function packagePath(address: string): string | null {
  const [bare = ''] = address.split('?', 1)
  const at = bare.lastIndexOf('/-/')
  const file = bare.slice(at + 3)
  if (at === -1 || !/^[\w.+~-]+\.tgz$/.test(file)) return null
  // Skips what comes before the name: `https:`, an empty part, the host, and possibly folders.
  const [, , host, ...parts] = bare.slice(0, at).split('/')
  const name = parts.pop() ?? ''
  const scope = parts.at(-1)?.startsWith('@') === true ? parts.pop() : undefined
  const isName = scope === undefined ? /^(?:@[\w.~-]+%2[fF])?[\w.~-]+$/.test(name) : /^@[\w.~-]+$/.test(scope) && /^[\w.~-]+$/.test(name)
  return host === undefined || !isName ? null : `${scope === undefined ? '' : `${scope}/`}${name}/-/${file}`
}

export function toGateUrls(lockfile: string, gate: string): string {
  return lockfile.replace(ADDRESS, (address) => {
    const path = packagePath(address)
    return path === null ? address : gate + path
  })
}

/** `before` is the repository's own lockfile: packages in it keep their URL, others get the most common prefix. */
export function fromGateUrls(lockfile: string, gate: string, before: string): string {
  const known = new Map<string, string>()
  const counts = new Map<string, number>()
  for (const [address] of before.matchAll(ADDRESS)) {
    const path = packagePath(address)
    if (path === null) continue
    known.set(path, address)
    const registry = address.slice(0, address.lastIndexOf(path))
    counts.set(registry, (counts.get(registry) ?? 0) + 1)
  }
  const [usual] = [...counts].toSorted(([, one], [, other]) => other - one)[0] ?? [null]
  if (usual === null) return withoutAddresses(lockfile, gate)
  return lockfile.replace(ADDRESS, (address) => {
    const path = address.startsWith(gate) ? packagePath(address) : null
    return path === null ? address : (known.get(path) ?? usual + path)
  })
}

/** A lockfile may omit URLs; then the install uses the configured registry. */
function withoutAddresses(lockfile: string, gate: string): string {
  const line = new RegExp(`^[ \\t]*"?resolved"?:? "${escaped(gate)}[^"\\n]*",?\\n`, 'gm')
  const tarball = new RegExp(`, ?tarball: ${escaped(gate)}[^,}\\s]*`, 'g')
  return lockfile
    .replace(tarball, '')
    .replace(line, '')
    .replace(/,(\s{0,200}\})/g, '$1')
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
