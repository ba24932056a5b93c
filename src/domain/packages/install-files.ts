import { z } from 'zod'
import { isNestedTooDeeply } from '../shared/json-depth.ts'
import { isPackageManifest } from './lockfiles.ts'
import { isPackageName } from './registry-version.ts'
import { onlyYamlBlocks } from './yaml-blocks.ts'

/** npm and pnpm settings that affect the installation but contain no location, program or secret. */
const HARMLESS =
  /^\s*(?:legacy-peer-deps|strict-peer-deps|strict-peer-dependencies|auto-install-peers|install-strategy|resolution-mode|dedupe-peer-dependents|exclude-links-from-lockfile|inject-workspace-packages|link-workspace-packages|prefer-workspace-packages|resolve-peers-from-workspace-root|save-workspace-protocol|peers-suffix-max-length)\s*=\s*[\w-]+\s*$/

/** The same of pnpm-workspace.yaml. */
const OF_PNPM = new Set([
  ...['packages', 'catalog', 'catalogs', 'overrides', 'packageExtensions', 'patchedDependencies', 'peerDependencyRules'],
  ...['ignoredOptionalDependencies', 'allowedDeprecatedVersions', 'autoInstallPeers', 'dedupePeerDependents', 'dedupeDirectDeps'],
  ...['excludeLinksFromLockfile', 'injectWorkspacePackages', 'linkWorkspacePackages', 'preferWorkspacePackages', 'resolutionMode'],
  ...['resolvePeersFromWorkspaceRoot', 'saveWorkspaceProtocol', 'strictPeerDependencies', 'peersSuffixMaxLength', 'allowUnusedPatches'],
  ...['cleanupUnusedCatalogs', 'catalogMode', 'allowNonAppliedPatches', 'sharedWorkspaceLockfile'],
])

/** The same of .yarnrc.yml. Yarn counts `compressionLevel` among what a checksum depends on. */
const OF_YARN = new Set([
  ...['catalog', 'catalogs', 'compressionLevel', 'defaultSemverRangePrefix', 'enableTransparentWorkspaces', 'nmHoistingLimits'],
  ...['packageExtensions', 'preferAggregateCacheInfo', 'preferInteractive'],
])

/** The sections of a package.json that declare packages by name. */
const ASKS = /^(?:dev|peer|optional)?dependencies$/i
/** What could redirect an installation, run something, or make it fail because of a version. */
const LEFT_OUT = new Set(['packageManager', 'devEngines', 'engines', 'scripts'])

/**
 * The file as the installation gets it, without entries that could redirect it or make it fail because of a version, and without the
 * packages `without`.
 */
export function forInstall(path: string, text: string, without: ReadonlySet<string> = new Set()): string {
  switch (path.slice(path.lastIndexOf('/') + 1)) {
    case '.npmrc':
      return `${text
        .split('\n')
        .filter((line) => HARMLESS.test(line))
        .join('\n')}\n`
    case 'pnpm-workspace.yaml':
      return onlyYamlBlocks(text, OF_PNPM)
    case '.yarnrc.yml':
      return onlyYamlBlocks(text, OF_YARN)
    case 'pnpm-lock.yaml':
      // Of a program that an installation never runs.
      return text.replace(/^pnpmfileChecksum: .*\n/m, '')
    default:
      return isPackageManifest(path) ? forManifest(text, without) : text
  }
}

function forManifest(text: string, without: ReadonlySet<string>): string {
  // Nothing of a file that can't be checked reaches a package manager.
  if (isNestedTooDeeply(text)) return '{}'
  const manifest = z.record(z.string(), z.unknown()).safeParse(parsedJson(text)).data
  if (manifest === undefined) return text
  // Some managers treat such names as paths and would install outside the folder.
  const entries = Object.entries(manifest).flatMap(([key, value]): [string, unknown][] => {
    if (LEFT_OUT.has(key)) return []
    if (key === 'name') return typeof value === 'string' && isHarmlessName(value) ? [[key, value]] : []
    const section = ASKS.test(key) ? z.record(z.string(), z.unknown()).safeParse(value).data : undefined
    const isKept = ([name]: [string, unknown]): boolean => isPackageName(name) && !without.has(name)
    return [[key, section === undefined ? value : Object.fromEntries(Object.entries(section).filter(isKept))]]
  })
  return JSON.stringify(Object.fromEntries(entries))
}

/** A package of the repository may have a name that no registry accepts, such as `@/web`. */
function isHarmlessName(name: string): boolean {
  return name.length <= 214 && /^(?:@[\w~-]*\/)?[\w~-][\w.~-]*$/.test(name)
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return null
  }
}
