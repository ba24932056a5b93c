import { Hono } from 'hono'
import type { Context } from 'hono'
import { SCHEMES } from '#src/domain/preview/forced-scheme.ts'
import type { Artifacts } from '#src/ports/artifacts.ts'
import type { VersionFile } from '#src/ports/version-reader.ts'
import type { Zip } from '#src/ports/zip.ts'
import { refuseAccess } from './page-access.ts'
import type { Access } from './page-access.ts'
import { comparePage } from './compare-page.ts'
import { conversationPage } from './conversation-page.ts'
import { downloadName, packFiles } from './downloads.ts'
import { filesPage } from './files-page.ts'
import type { CodeTools, ShownFile } from './files-page.ts'
import { notFoundPage } from './page-layout.ts'
import { stepsPage } from './steps-page.ts'
import type { VersionView } from './version-layout.ts'
import { versionPage } from './version-page.ts'

export type VersionPorts = CodeTools & { artifacts: Artifacts; zip: Zip; previewUrl: string; githubUrl: string }

const VERSION = '/p/:project/:version{[0-9]{1,9}}'
/** Maximum number of turns on the conversation page. */
const TURNS = 200
const FOR_GOOD = 'max-age=31536000, immutable'

/** The pages of a version. */
export function versionRoutes(access: Access, ports: VersionPorts): Hono {
  const { versions, links, headers } = access
  const { artifacts, previewUrl, githubUrl } = ports
  const app = new Hono()
  const missing = (context: Context) => context.html(notFoundPage(), 404, headers)

  /** The version in the URL, or the response for a visitor without access. */
  const enter = async (context: Context): Promise<{ project: string; version: number } | Response> => {
    const { project = '', version: written = '' } = context.req.param() as Record<string, string>
    const target = { project, version: Number(written) }
    return (await refuseAccess(access, context, target)) ?? target
  }
  const viewOf = async (context: Context): Promise<VersionView | Response> => {
    const target = await enter(context)
    if (target instanceof Response) return target
    const [page, running] = await Promise.all([versions.versionPage(target.project, target.version), versions.runningTurn(target.project)])
    return page === null ? missing(context) : { projectId: target.project, page, running, links, previewUrl, githubUrl }
  }
  const schemeOf = (context: Context) => SCHEMES.find((name) => name === context.req.query('scheme')) ?? null

  app.get(VERSION, async (context) => {
    const view = await viewOf(context)
    return view instanceof Response ? view : context.html(versionPage(view, schemeOf(context)), 200, headers)
  })

  app.get(`${VERSION}/files`, async (context) => {
    const view = await viewOf(context)
    if (view instanceof Response) return view
    const path = context.req.query('file')
    const file = path === undefined ? view.page.files[0] : view.page.files.find((each) => each.path === path)
    if (file === undefined && path !== undefined) return missing(context)
    const shown = file === undefined ? null : await shownFile(ports, file, context.req.query('view') === 'diff')
    return context.html(await filesPage(view, shown, ports), 200, headers)
  })

  app.get(`${VERSION}/conversation`, async (context) => {
    const view = await viewOf(context)
    if (view instanceof Response) return view
    return context.html(conversationPage(view, await versions.projectTurns(view.projectId, TURNS)), 200, headers)
  })

  app.get(`${VERSION}/steps`, async (context) => {
    const view = await viewOf(context)
    if (view instanceof Response) return view
    return context.html(stepsPage(view, await versions.transcript(view.projectId, view.page.version)), 200, headers)
  })

  app.get(`${VERSION}/compare/:other{[0-9]{1,9}}`, async (context) => {
    const view = await viewOf(context)
    if (view instanceof Response) return view
    const other = await versions.versionPage(view.projectId, Number(context.req.param('other')))
    if (other === null) return missing(context)
    return context.html(comparePage(view, other, schemeOf(context)), 200, headers)
  })

  app.get(`${VERSION}/:which{(?:version|project)\\.zip}`, async (context) => {
    const view = await viewOf(context)
    const which = context.req.param('which') === 'project.zip' ? 'project' : 'version'
    if (view instanceof Response) return view
    const files = await versions.files(view.projectId, view.page.version, which)
    if (files === null) return missing(context)
    return context.body(await packFiles(ports, files), 200, {
      ...{ 'content-type': 'application/zip', 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-cache' },
      'content-disposition': `attachment; filename="${downloadName(view.page, which)}.zip"`,
    })
  })

  app.get(`${VERSION}/:picture{[0-9]{3,4}(?:-dark)?\\.png}`, async (context) => {
    const target = await enter(context)
    if (target instanceof Response) return target
    const file = await versions.picture(target.project, target.version, context.req.param('picture').replace('.png', ''))
    if (file === null) return missing(context)
    return context.body(new Uint8Array(await artifacts.get(file.artifact)), 200, {
      'content-type': file.contentType,
      'cache-control': `private, ${FOR_GOOD}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': `default-src 'none'`,
    })
  })

  app.get(`${VERSION}/check.json`, async (context) => {
    const target = await enter(context)
    if (target instanceof Response) return target
    const report = await versions.checkReport(target.project, target.version)
    if (report === null) return missing(context)
    return context.body(`${JSON.stringify(report, null, 2)}\n`, 200, {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'private, no-cache',
      'x-content-type-options': 'nosniff',
      'content-security-policy': `default-src 'none'`,
    })
  })
  return app
}

async function shownFile({ artifacts }: VersionPorts, file: VersionFile, asDiff: boolean): Promise<ShownFile> {
  const { before } = file
  if (before === null) return { file, before: null, asDiff }
  return { file, asDiff, before: 'text' in before ? before.text : new TextDecoder().decode(await artifacts.get(before.artifact)) }
}
