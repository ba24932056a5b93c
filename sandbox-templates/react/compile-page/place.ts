import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'

/** The folders of the workspace, as absolute paths. */
export type Place = {
  /** The repository root, which contains `.ollio/preview.tsx`. */
  workspace: string
  /** The package folder of the components; the root itself if there is only one package. */
  home: string
}

/** The folder of this template's own packages, independent of the repository's. */
export const TEMPLATE = placeIn(join(import.meta.dirname, '..'))

/** `packageFolder` is relative to the workspace; empty for the root. */
export function placeIn(workspace: string, packageFolder = ''): Place {
  return { workspace, home: resolve(workspace, packageFolder) }
}

/** The path of the stylesheet, which may be relative to the root or the package; `null` if it doesn't exist. */
export function stylesheetPath({ workspace, home }: Place, stylesheet: string): string | null {
  return [workspace, home].map((folder) => join(folder, stylesheet)).find((path) => existsSync(path)) ?? null
}

type Manifest = { dependencies?: object; devDependencies?: object; peerDependencies?: object }

/** The dependencies that the package and the repository root declare; `null` if there is no package.json. */
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

/** Resolves modules the way the package does, from its own folder or those above. */
export function requireFrom({ home }: Place): NodeJS.Require {
  return createRequire(join(home, 'package.json'))
}

/** The major version of an installed package; `null` if it is not installed. */
export function installedMajor(place: Place, name: string): number | null {
  try {
    const { version } = requireFrom(place)(`${name}/package.json`) as { version: string }
    return Number.parseInt(version, 10)
  } catch {
    return null
  }
}
