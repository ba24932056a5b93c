const VERSION = String.raw`v?(?:\d+|[xX*])(?:\.(?:\d+|[xX*])){0,2}(?:-[\w.-]+)?(?:\+[\w.-]+)?`
/** The space after an operator belongs to it, and any other to what separates two comparators, so that there is one way to read a space. */
const COMPARATOR = `(?:(?:[~^=]|[<>]=?) ?)?${VERSION}`
const RANGE = String.raw`${COMPARATOR}(?:(?: ?\|\| ?| - | )${COMPARATOR})*`
const TAG = '[a-z][a-z0-9_-]*'
const OF_REGISTRY = new RegExp(`^(?:${RANGE}|${TAG})?$`, 'i')
/** A package of the repository itself, or a version from its catalog. */
const OF_REPOSITORY = new RegExp(`^(?:workspace:(?:[*^~]|${RANGE})|catalog:[a-z0-9_-]*)$`, 'i')
/** Package managers treat versions with these endings as files, whatever comes before. */
const ARCHIVE = /\.(?:tgz|tar|tar\.\w+)$/i
const LONGEST = 100

/** True for a range or tag of the registry, or a package of the repository itself; false for an alias, a URL, a path or a file. */
export function isRegistryVersion(version: string): boolean {
  return version.length <= LONGEST && !ARCHIVE.test(version) && (OF_REGISTRY.test(version) || OF_REPOSITORY.test(version))
}

/** `workspace:` or `catalog:`, if the version starts with one. */
export function protocolOf(version: string): string | null {
  return /^(?:workspace|catalog):/i.exec(version)?.[0].toLowerCase() ?? null
}

/** True for a valid package name of the registry; false for a path, for example, which some package managers would follow. */
export function isPackageName(name: string): boolean {
  return name.length <= 214 && /^(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/i.test(name) && name.toLowerCase() !== 'node_modules'
}
