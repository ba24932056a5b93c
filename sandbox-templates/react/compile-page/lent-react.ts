import { mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isInstalled } from './current-options.ts'
import { installedMajor, TEMPLATE, type Place } from './place.ts'

/**
 * React has no types of its own and a JavaScript repository doesn't install them, but the preview is TypeScript: link the template's types.
 */
export function lendReactTypes({ workspace, home }: Place): void {
  for (const name of ['@types/react', '@types/react-dom']) {
    if (isInstalled(name, home)) continue
    const lent = join(workspace, 'node_modules', name)
    mkdirSync(dirname(lent), { recursive: true })
    try {
      symlinkSync(folderOf(name), lent)
    } catch (error) {
      // A concurrent check of the same workspace created it.
      if (!isInstalled(name, home)) throw error
    }
  }
}

/**
 * A component library may not have react-dom, but the page needs it: use the template's react-dom, and its React, since both must match.
 */
export function lentReact(place: Place): Record<string, string> {
  const names = installedMajor(place, 'react-dom') === null ? ['react', 'react-dom'] : []
  return Object.fromEntries(names.map((name) => [name, folderOf(name)]))
}

/** A note if that React differs from the repository's. */
export function lentReactNotes(place: Place): string[] {
  const [own, lent] = [installedMajor(place, 'react'), installedMajor(TEMPLATE, 'react')]
  return installedMajor(place, 'react-dom') !== null || own === null || own === lent
    ? []
    : [`made with React ${lent}, not the repository’s React ${own}`]
}

function folderOf(name: string): string {
  return dirname(fileURLToPath(import.meta.resolve(`${name}/package.json`)))
}
