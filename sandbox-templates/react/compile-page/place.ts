import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'

/** Where the page's parts are, as absolute paths. */
export type Place = {
  /** The repository's root, which has `.ollio/preview.tsx`. */
  workspace: string
  /** The folder of the package that the components belong to; the root itself where there is only one. */
  home: string
}

/** Where a sandbox has this template's own packages, whatever the repository's are. */
export const TEMPLATE = placeIn(join(import.meta.dirname, '..'))

/** `packageFolder` is relative to the workspace; nothing is its root. */
export function placeIn(workspace: string, packageFolder = ''): Place {
  return { workspace, home: resolve(workspace, packageFolder) }
}

/** The stylesheet's path, which may be given from the root or from the package; `null` where it is missing. */
export function stylesheetPath({ workspace, home }: Place, stylesheet: string): string | null {
  return [workspace, home].map((folder) => join(folder, stylesheet)).find((path) => existsSync(path)) ?? null
}

type Manifest = { dependencies?: object; devDependencies?: object; peerDependencies?: object }

/** What the package, or the repository around it, says that it uses; `null` where there is no package.json at all. */
export function declaredPackages({ workspace, home }: Place): Set<string> | null {
  const manifests = [...new Set([workspace, home])].flatMap((folder) => {
    try {
      return [JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest]
    } catch {
      return []
    }
  })
  if (manifests.length === 0) return null
  const sections = manifests.flatMap(({ dependencies, devDependencies, peerDependencies }) => [
    dependencies,
    devDependencies,
    peerDependencies,
  ])
  return new Set(sections.flatMap((section) => Object.keys(section ?? {})))
}

/** What the package would load, from its own packages or those around it. */
export function requireFrom({ home }: Place): NodeJS.Require {
  return createRequire(join(home, 'package.json'))
}

/** The major version of what is installed; `null` where it is not. */
export function installedMajor(place: Place, name: string): number | null {
  try {
    const { version } = requireFrom(place)(`${name}/package.json`) as { version: string }
    return Number.parseInt(version, 10)
  } catch {
    return null
  }
}
