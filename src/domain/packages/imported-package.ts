/**
 * The package that an import names: `@scope/name/sub` gives `@scope/name`, a URL gives itself; `null` for relative paths, aliases and Node
 * modules. An alias `*` matches everything, so it is ignored.
 */
export function importedPackage(specifier: string, aliases: readonly string[]): string | null {
  if (/^(?:\.|\/|#|node:|data:|virtual:)/.test(specifier)) return null
  if (/^https?:/.test(specifier)) return specifier
  if (aliases.some((alias) => alias !== '*' && (alias.endsWith('*') ? specifier.startsWith(alias.slice(0, -1)) : specifier === alias)))
    return null
  const parts = specifier.split('/')
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? null)
}
