/**
 * An installation reaches the registry through a gate of ours and knows no other address. So the addresses of packages in a lockfile
 * are those of the gate while it is installed, and what they were before, or would have been, when it is published.
 */

const ADDRESS = /https?:\/\/[^\s"'#<>]{1,2000}/g

/** Of the address of a package's file what all registries have alike: the package's name, `/-/`, the file's name. `null` for any other address. */
function packagePath(address: string): string | null {
  const [bare = ''] = address.split('?', 1)
  const at = bare.lastIndexOf('/-/')
  const file = bare.slice(at + 3)
  if (at === -1 || !/^[\w.+~-]+\.tgz$/.test(file)) return null
  // What comes before the name: `https:`, nothing, the host, and perhaps folders.
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

/** `before` is the repository's own lockfile: packages that it knows keep their address, others get one like most of them have. */
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

/** A lockfile may leave addresses out; then the registry of whoever installs is asked. */
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
