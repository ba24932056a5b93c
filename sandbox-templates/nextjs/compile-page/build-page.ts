import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { exportPage } from './export-page.ts'
import { nextErrors } from './next-errors.ts'
import { writeProject } from './next-project.ts'
import { stylesheetPath, type Place } from './place.ts'

type PageOptions = {
  place: Place
  /** Emptied first. */
  outDir: string
  /** Where the page will be served, with slashes around it. */
  basePath: string
  /** The repository's own, relative to the workspace or the package; `null` where it has none. */
  stylesheet: string | null
}

/**
 * Builds `.ollio/preview.tsx` as the one page of a Next application of ours, exported as static files, and returns what went wrong. It
 * lies outside of the workspace, because Next looks for what it runs by itself, such as a middleware, in all folders above.
 */
export async function buildPage({ place, outDir, basePath, stylesheet }: PageOptions): Promise<string[]> {
  const { workspace } = place
  if (!existsSync(join(workspace, '.ollio/preview.tsx'))) {
    return ['.ollio/preview.tsx: is missing; its default export is the component without props that the page shows']
  }
  const sheet = stylesheet === null ? null : stylesheetPath(place, stylesheet)
  if (stylesheet !== null && sheet === null) return [`${stylesheet}: is missing, so the page has no styles`]

  const project = mkdtempSync(join(tmpdir(), 'next-'))
  process.once('exit', () => rmSync(project, { recursive: true, force: true }))
  writeProject(project, { place, basePath, stylesheet: sheet })
  const built = runNext(project)
  if (built.status !== 0) return nextErrors(`${built.stdout}\n${built.stderr}`, { workspace, project })
  exportPage(join(project, 'out'), resolve(workspace, outDir), basePath)
  return []
}

function runNext(project: string) {
  const next = createRequire(join(project, 'next.config.mjs')).resolve('next/dist/bin/next')
  return spawnSync(process.execPath, [next, 'build'], {
    cwd: project,
    encoding: 'utf8',
    maxBuffer: 16 * 1024 * 1024,
    env: { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1', NEXT_IGNORE_INCORRECT_LOCKFILE: '1' },
  })
}
