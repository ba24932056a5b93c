import { mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isInstalled } from './current-options.ts'
import { installedMajor, TEMPLATE, type Place } from './place.ts'

/** React brings no types of its own, and a repository in JavaScript asks for none; the preview is TypeScript, so it gets the template's. */
export function lendReactTypes({ workspace, home }: Place): void {
  for (const name of ['@types/react', '@types/react-dom']) {
    if (isInstalled(name, home)) continue
    const lent = join(workspace, 'node_modules', name)
    mkdirSync(dirname(lent), { recursive: true })
    try {
      symlinkSync(folderOf(name), lent)
    } catch (error) {
      // Another check of the same workspace was quicker.
      if (!isInstalled(name, home)) throw error
    }
  }
}

/** A library of components needs no react-dom, and the page does: then it has the template's, and its React, since the two have to match. */
export function lentReact(place: Place): Record<string, string> {
  const names = installedMajor(place, 'react-dom') === null ? ['react', 'react-dom'] : []
  return Object.fromEntries(names.map((name) => [name, folderOf(name)]))
}

/** Where that is another React than the repository's. */
export function lentReactNotes(place: Place): string[] {
  const [own, lent] = [installedMajor(place, 'react'), installedMajor(TEMPLATE, 'react')]
  return installedMajor(place, 'react-dom') !== null || own === null || own === lent
    ? []
    : [`made with React ${lent}, not with the repository’s own React ${own}`]
}

function folderOf(name: string): string {
  return dirname(fileURLToPath(import.meta.resolve(`${name}/package.json`)))
}
