/**
 * Installs reach the registry only through our gate. So package URLs in a lockfile point to the gate during the install, and are restored
 * to what they were, or would have been, when the lockfile is published.
 */

const ADDRESS = /https?:\/\/[^\s"'#<>{},]{1,2000}/g
/** GitHub Packages: `<host>/download/@scope/name/<version>/<hash>`. */
const OF_GITHUB = /^https?:\/\/[^/]+\/download\/(@[\w.~-]+)\/([\w.~-]+)\/([\w.+~-]+)\/[0-9a-f]{8,128}$/
/** GitLab's registry repeats the scope before the file. */
const SCOPE_OF_FILE = /^@[\w.~-]+\//

/** The path of a package on a usual registry: package name, `/-/`, file name. `null` for the URL of anything else. */
function packagePath(address: string): string | null {
  const [bare = ''] = address.split('?', 1)
  const [, ofScope, ofName, version] = OF_GITHUB.exec(bare) ?? []
  if (ofScope !== undefined) return `${ofScope}/${ofName}/-/${ofName}-${version}.tgz`
  const at = bare.lastIndexOf('/-/')
  const file = bare.slice(at + 3).replace(SCOPE_OF_FILE, '')
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
    const at = address.lastIndexOf(path)
    if (at === -1) continue
    const registry = address.slice(0, at)
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
