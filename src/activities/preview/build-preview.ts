import { firstLineOfOutput } from '#src/domain/agent/command-output.ts'
import { measured, notRun } from '#src/domain/checks/measured.ts'
import type { Measured } from '#src/domain/checks/measured.ts'
import { contentTypeOf } from '#src/domain/preview/content-type.ts'
import { hostileText, reader } from '#src/domain/shared/hostile-text.ts'
import type { HostileText } from '#src/domain/shared/hostile-text.ts'
import { previewHeaders } from '#src/domain/preview/preview-headers.ts'
import { shellQuote } from '#src/domain/shared/shell-quote.ts'
import type { PageFile, PageReport, PageVisit } from '#src/ports/page-browser.ts'
import type { CommandResult, Sandbox } from '#src/ports/sandbox.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { readSafely } from '../agent/read-safely.ts'
import { measureCommand, type Ran } from '../checks/measure-command.ts'

/**
 * What building or type-checking may use: a Next.js page takes nine seconds of processor time. `realMs` is the last bound, for a machine
 * with a load of twenty.
 */
const COMPILE = { processorMs: 150_000, realMs: 600_000 }
const VISIT = { processorMs: 30_000, realMs: 240_000 }
/** The exit code of `compile_page.sh types` if the compiler looked at no file. Its first line says why. */
const UNCHECKED = 4
/** The compiler's note about how it made the page. All other output comes from the repository's code. */
export const noteOfCompiler = reader('noteOfCompiler', (output) => /^made with .{1,190}/m.exec(output)?.[0] ?? null)
/** Limits of one built page. */
const PAGE = { files: 200, fileBytes: 8 * 1024 * 1024, bytes: 24 * 1024 * 1024 }

/** `note`: how the page was made, at most 200 characters. */
export type Built = { ok: true; files: PageFile[]; note: string | null } | { ok: false; output: HostileText }

/** Builds `.ollio/preview.tsx` into `.ollio/<folder>` as a static page for the turn's preview URL. */
export async function buildPage(
  sandbox: Sandbox,
  page: { folder: string; previewPath: string; stylesheet: string | null; packageFolder: string },
  signal: AbortSignal,
): Promise<Measured<Built>> {
  const out = `.ollio/${page.folder}`
  const result = await runCompiler(
    sandbox,
    ['page', out, `/${page.previewPath}/`, ...(page.stylesheet === null ? [] : [page.stylesheet])],
    page.packageFolder,
    signal,
  )
  const compiled = measureCommand(result, COMPILE.processorMs)
  if (compiled.notRun !== undefined) return compiled
  const { ok, output } = compiled.value
  return measured(ok ? await readPage(sandbox, out, noteOfCompiler(output)) : { ok: false, output })
}

/** Type errors. Not run if the compiler refused its options, which ends it before it looks at a file. */
export async function checkTypes(sandbox: Sandbox, packageFolder: string, signal: AbortSignal): Promise<Measured<Ran>> {
  const result = await runCompiler(sandbox, ['types'], packageFolder, signal)
  const checked = measureCommand(result, COMPILE.processorMs)
  if (result.exitCode !== UNCHECKED || checked.value === undefined) return checked
  return notRun('ollio', `the compiler refused the options of tsconfig.json: ${firstLineOfOutput(checked.value.output)}`)
}

/** Runs the compiler in the workspace, for the package in `packageFolder`; '' is the repository's root. */
function runCompiler(sandbox: Sandbox, args: string[], packageFolder: string, signal: AbortSignal): Promise<CommandResult> {
  const quoted = args.map(shellQuote).join(' ')
  const env = packageFolder === '' ? {} : { env: { OLLIO_PACKAGE: packageFolder } }
  const command = `/template/compile_page.sh ${quoted}`
  return sandbox.run({ command, processorMs: COMPILE.processorMs, timeoutMs: COMPILE.realMs, signal, ...env })
}

/** A file that is too large or can't be read safely is a fault of the page, so it is a result and not a failure. */
async function readPage(sandbox: Sandbox, folder: string, note: string | null): Promise<Built> {
  const entries = (await sandbox.list(folder, 6)).filter(({ kind }) => kind === 'file')
  const bytes = entries.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  if (entries.length > PAGE.files || bytes > PAGE.bytes)
    return {
      ok: false,
      output: hostileText(
        `The built page is too large: ${entries.length} files, ${bytes} bytes (limits: ${PAGE.files} files, ${PAGE.bytes} bytes)`,
      ),
    }
  const files = await Promise.all(
    entries.map(async ({ path }) => {
      const name = path.slice(folder.length + 1)
      return { path: name, bytes: await readSafely(sandbox, path, PAGE.fileBytes), contentType: contentTypeOf(name) }
    }),
  )
  const unreadable = files.find(({ bytes: read }) => read === null)
  if (unreadable !== undefined)
    return { ok: false, output: hostileText(`${unreadable.path} of the built page is too large or not a regular file`) }
  return { ok: true, files: files.filter((file): file is PageFile => file.bytes !== null), note }
}

/** Opens a built page as the preview shows it, with the same headers. */
export function visitPage(
  ports: Pick<ActivityPorts, 'browser' | 'machine' | 'rules'>,
  previewPath: string,
  visit: Pick<PageVisit, 'files' | 'widthsPx' | 'thorough'>,
  signal: AbortSignal,
): Promise<PageReport> {
  const { previewUrl, publicUrl } = ports.rules
  return ports.browser.visit({
    ...visit,
    url: `${previewUrl}/${previewPath}/`,
    headersFor: ({ contentType }) => previewHeaders({ previewUrl, publicUrl, contentType }),
    limits: VISIT,
    whenRoom: (waiting) => ports.machine.untilRoom(waiting),
    signal,
  })
}
