/**
 * An installation reaches the registry through a gate of ours and knows no other address. So the addresses of packages in a lockfile
 * are those of the gate while it is installed, and what they were before, or would have been, when it is published.
 */

/** The address of a package's file, as registries have it: anything, the package's name, `/-/`, the file's name. */
const ADDRESS = /https?:\/\/[^\s"'#<>]+?\/((?:@[\w.~-]+(?:\/|%2[fF]))?[\w.~-]+\/-\/[\w.+~-]+\.tgz)(?:\?[^\s"'#<>]*)?/g

export function towardsGate(lockfile: string, gate: string): string {
  return lockfile.replace(ADDRESS, (_address, path: string) => gate + path)
}

/** `before` is the repository's own lockfile: packages that it knows keep their address, others get one like most of them have. */
export function awayFromGate(lockfile: string, gate: string, before: string): string {
  const known = new Map<string, string>()
  const counts = new Map<string, number>()
  for (const [address, path = ''] of before.matchAll(ADDRESS)) {
    known.set(path, address)
    const registry = address.slice(0, address.lastIndexOf(path))
    counts.set(registry, (counts.get(registry) ?? 0) + 1)
  }
  const [usual] = [...counts].toSorted(([, one], [, other]) => other - one)[0] ?? [null]
  if (usual === null) return withoutAddresses(lockfile, gate)
  return lockfile.replace(ADDRESS, (address, path: string) => (address.startsWith(gate) ? (known.get(path) ?? usual + path) : address))
}

/** A lockfile may leave addresses out; then the registry of whoever installs is asked. */
function withoutAddresses(lockfile: string, gate: string): string {
  const line = new RegExp(`^[ \\t]*"?resolved"?:? "${escaped(gate)}[^"\\n]*",?\\n`, 'gm')
  return lockfile.replace(line, '').replace(/,(\s*\})/g, '$1')
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
