import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { failed, type BuiltPage } from './built-page.ts'
import { exportPage } from './export-page.ts'
import { nextErrors } from './next-errors.ts'
import { nextNotes, writeProject } from './next-project.ts'
import { stylesheetPath, type Place } from './place.ts'

type PageOptions = {
  place: Place
  /** Emptied before the build. */
  outDir: string
  /** URL path that the page is served from, with slashes around it. */
  basePath: string
  /** The repository's stylesheet, relative to the workspace or the package; `null` if it has none. */
  stylesheet: string | null
}

/**
 * Builds `.ollio/preview.tsx` as the only page of a Next application, exported as static files. The application is outside the workspace
 * because Next searches all parent folders for files that it runs by itself, such as middleware.
 */
export async function buildPage({ place, outDir, basePath, stylesheet }: PageOptions): Promise<BuiltPage> {
  const { workspace } = place
  if (!existsSync(join(workspace, '.ollio/preview.tsx'))) {
    return failed('.ollio/preview.tsx: is missing. Write it: its default export must be a component without props')
  }
  const sheet = stylesheet === null ? null : stylesheetPath(place, stylesheet)
  if (stylesheet !== null && sheet === null) return failed(`${stylesheet}: is missing, so the page has no styles`)

  const project = mkdtempSync(join(tmpdir(), 'next-'))
  process.once('exit', () => rmSync(project, { recursive: true, force: true }))
  await writeProject(project, { place, basePath, stylesheet: sheet })
  const { status, signal, error, stdout, stderr } = runNext(project)
  if (error !== undefined) return failed(`build: Next could not run: ${error.message}`)
  if (signal !== null) return failed(`build: Next was stopped by ${signal}; it probably needs more memory or time than the sandbox has`)
  if (status !== 0) return failed(...nextErrors(`${stdout}\n${stderr}`, { workspace, project }))
  exportPage(join(project, 'out'), resolve(workspace, outDir), basePath)
  return { errors: [], notes: nextNotes(place) }
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
