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
  /** Emptied first. */
  outDir: string
  /** Where the page will be served, with slashes around it. */
  basePath: string
  /** The repository's own, relative to the workspace or the package; `null` where it has none. */
  stylesheet: string | null
}

/**
 * Builds `.ollio/preview.tsx` as the one page of a Next application of ours, exported as static files. It lies outside of the workspace,
 * because Next looks for what it runs by itself, such as a middleware, in all folders above.
 */
export async function buildPage({ place, outDir, basePath, stylesheet }: PageOptions): Promise<BuiltPage> {
  const { workspace } = place
  if (!existsSync(join(workspace, '.ollio/preview.tsx'))) {
    return failed('.ollio/preview.tsx: is missing; its default export is the component without props that the page shows')
  }
  const sheet = stylesheet === null ? null : stylesheetPath(place, stylesheet)
  if (stylesheet !== null && sheet === null) return failed(`${stylesheet}: is missing, so the page has no styles`)

  const project = mkdtempSync(join(tmpdir(), 'next-'))
  process.once('exit', () => rmSync(project, { recursive: true, force: true }))
  await writeProject(project, { place, basePath, stylesheet: sheet })
  const { status, signal, error, stdout, stderr } = runNext(project)
  if (error !== undefined) return failed(`build: Next could not be run to its end: ${error.message}`)
  if (signal !== null) return failed(`build: Next was ended by ${signal}, as happens to what takes more memory or time than a sandbox has`)
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
