import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { addedPackages } from '#src/domain/packages/added-packages.ts'
import type { PackageRequest } from '#src/ports/packages.ts'

const MANIFEST = 'package.json'

/** True if the template has every requested package in exactly the requested version, so that nothing needs to be installed. */
export async function isCoveredByTemplate({ files, lockfile }: PackageRequest, template: string): Promise<boolean> {
  if (lockfile !== null || Object.keys(files).some((path) => path.endsWith(`/${MANIFEST}`))) return false
  const text = files[MANIFEST] ?? ''
  const wanted = addedPackages(null, text)
  const own = new Map(addedPackages(null, await readFile(join(template, MANIFEST), 'utf8')).map(({ name, version }) => [name, version]))
  return wanted.every(({ name, version }) => own.get(name) === version)
}
