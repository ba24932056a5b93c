import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { PackageRequest } from '#src/ports/packages.ts'
import type { Registry } from './machine-registry.ts'

const DAY_MS = 24 * 60 * 60_000

/** The names of an installation in the store. An incomplete one is asked for again the next day, or with other credentials. */
export type InstallationIds = { complete: string; incomplete: string }

/** Hashes of everything that the result depends on. Another registry, or no credentials, may give other packages. */
export function installationIds(
  { labels: _labels, ...request }: PackageRequest,
  tools: string,
  { url, authorization }: Registry,
): InstallationIds {
  const files = Object.entries(request.files).toSorted(([one], [other]) => (one < other ? -1 : 1))
  const machine = { node: process.version, platform: process.platform, arch: process.arch, tools: basename(tools) }
  const inputs = { ...request, files, ...machine, registry: url, authorized: authorization !== null }
  const complete = createHash('sha256').update(JSON.stringify(inputs)).digest('hex')
  const day = Math.floor(Date.now() / DAY_MS)
  return { complete, incomplete: createHash('sha256').update(`${complete}\0${day}\0${authorization}`).digest('hex') }
}
