import { readdirSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { withPackages } from '#src/activities/packages/with-packages.ts'
import type { TemplateName } from '#src/domain/repository/choose-template.ts'
import { createBubblewrapSandboxes } from '#src/adapters/sandbox/bubblewrap/bubblewrap-provider.ts'
import { contentTypeOf } from '#src/domain/preview/content-type.ts'
import type { PageFile } from '#src/ports/page-browser.ts'
import { shopFiles } from '#dev/sample-shop-files.ts'
import type { InstalledPackages } from '#src/ports/packages.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import { keptModules, realPackages, requestOf } from '#test/support/real-packages.ts'
import { installedTemplate } from '#test/support/installed-template.ts'
import { printed } from '#test/support/sandbox/printed.ts'

/** Text of each file by path; `null` removes a file that was there before. */
export type Workspace = Record<string, string | null>

/** The output of `compile_page.sh` for a workspace: the exit code, then each line. Only `0` means success. */
type Outcome = {
  types: (number | null | string)[]
  page: (number | null | string)[]
  /** The built page: text by name, with `*` for the hash. */
  built: Record<string, string>
  /** Files in `.ollio` afterwards, except the preview and the built page. */
  left: string[]
}

export type Compiler = {
  /**
   * Checks types and builds the page in parallel. `stylesheet`: an argument, or none for `null`. `unavailable`: declared packages that could
   * not be installed.
   */
  compile(workspace: Workspace, stylesheet?: string | null, unavailable?: readonly string[]): Promise<Outcome>
  /** The built page as the preview serves it. */
  pageFiles(): Promise<PageFile[]>
  /** The same with the packages of its package.json installed, and the components in `packageFolder`. */
  compileWithPackages(workspace: Workspace, stylesheet?: string | null, packageFolder?: string): Promise<Outcome>
  /**
   * Runs `compile_page.sh` with these arguments in the current workspace, under a limit of `ulimit`; returns exit code, stdout and stderr.
   */
  call(words: string, limit?: string): Promise<[number | null, string, string]>
  close(): Promise<void>
}

const OUT = '.ollio/out/'
export const BASE_PATH = '/p/abc/'

/** A sandbox whose workspace is filled again for each page. */
export async function openCompiler(template: TemplateName = 'react'): Promise<Compiler> {
  const folder = await mkdtemp(join(tmpdir(), 'ollio-template-'))
  const provider = createBubblewrapSandboxes({ folder, templates: installedTemplate, modulesFolder: keptModules() })
  const sandbox = await provider.create(template, { project: 'template', turn: 'test', purpose: 'check' })
  const run = (command: string) => sandbox.run({ command, timeoutMs: 240_000, signal: new AbortController().signal })
  const callIn = async (furnished: Sandbox, words: string, packageFolder = '', limit = ''): Promise<[number | null, string, string]> => {
    const command = `${limit === '' ? '' : `ulimit ${limit}; `}/template/compile_page.sh ${words}`
    const options = { command, timeoutMs: 240_000, signal: new AbortController().signal, env: { OLLIO_PACKAGE: packageFolder } }
    const { exitCode, stdout, stderr } = await furnished.run(options)
    return [exitCode, printed(stdout), printed(stderr)]
  }
  const pageFiles: Compiler['pageFiles'] = async () => {
    const files = (await sandbox.list('', 8)).filter(({ kind, path }) => kind === 'file' && path.startsWith(OUT))
    const read = files.map(async ({ path }) => {
      const name = path.slice(OUT.length)
      return { path: name, bytes: await sandbox.readFile(path, 5_000_000), contentType: contentTypeOf(name) }
    })
    return Promise.all(read)
  }
  const built = async (): Promise<Record<string, string>> => {
    const texts = (await pageFiles()).map(
      ({ path, bytes }) => [path.replace(/-[\w-]{8}\./, '-*.'), new TextDecoder().decode(bytes)] as const,
    )
    return Object.fromEntries(texts)
  }
  const compiled = async (
    workspace: Workspace,
    stylesheet: string | null,
    modules: InstalledPackages | null,
    packageFolder: string,
    unavailable: readonly string[] = [],
  ): Promise<Outcome> => {
    const given = withPackages(sandbox, async () => modules)
    const lacking = unavailable.length === 0 ? {} : { OLLIO_UNAVAILABLE: JSON.stringify(unavailable) }
    const furnished: Sandbox = { ...given, run: (options) => given.run({ ...options, env: { ...options.env, ...lacking } }) }
    await run('find . -mindepth 1 -delete; mkdir node_modules')
    for (const [path, text] of Object.entries(workspace)) if (text !== null) await sandbox.writeFile(path, Buffer.from(text))
    await furnished.run({ command: 'true', timeoutMs: 60_000, signal: new AbortController().signal })
    const [types, page] = await Promise.all([
      callIn(furnished, 'types', packageFolder),
      callIn(furnished, `page .ollio/out ${BASE_PATH} ${stylesheet ?? ''}`, packageFolder),
    ])
    const left = printed((await run('ls -A .ollio')).stdout)
      .split('\n')
      .filter((name) => name !== '' && !['out', 'preview.tsx'].includes(name))
    return {
      types: [types[0], ...linesOf(types[1] + types[2])],
      page: [page[0], ...linesOf(page[2] + page[1])],
      built: await built(),
      left,
    }
  }
  return {
    call: (words, limit) => callIn(sandbox, words, '', limit),
    pageFiles,
    compile: (workspace, stylesheet = null, unavailable = []) => compiled(workspace, stylesheet, null, '', unavailable),
    async compileWithPackages(workspace, stylesheet = null, packageFolder = '') {
      const files = Object.entries(workspace).filter((entry): entry is [string, string] => entry[1] !== null)
      const packages = await realPackages({ sandboxesFolder: folder })
      const installed = await packages.install(requestOf(Object.fromEntries(files)), new AbortController().signal)
      if (!installed.ok) throw new Error(installed.reason)
      return compiled(workspace, stylesheet, installed.packages, packageFolder)
    },
    async close() {
      await sandbox.destroy()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '')
}

const RECORDING = join(import.meta.dirname, '../../../dev/recordings/pricing-card')

/** The recordings of the pricing card: the generated version and changes to it. */
export const RECORDED = readdirSync(RECORDING)

/** The sample shop with the generated pricing card, a recorded change, and the test's changes. */
export async function shopWith(recorded: string, changes: Workspace = {}): Promise<Workspace> {
  const shop = Object.entries(await shopFiles()).map(([path, bytes]) => [path, new TextDecoder().decode(bytes)] as const)
  const [generated, changed] = await Promise.all(['generated', recorded].map((name) => filesBelow(join(RECORDING, name))))
  return { ...Object.fromEntries(shop), ...generated, ...changed, ...changes }
}

async function filesBelow(folder: string): Promise<Workspace> {
  const entries = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())
  const paths = entries.map((entry) => join(entry.parentPath, entry.name))
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [relative(folder, path), await readFile(path, 'utf8')] as const)))
}

/** The smallest workspace with a page, and the test's changes. */
export function smallWith(changes: Workspace = {}): Workspace {
  return {
    'src/greeting.tsx': `export function Greeting({ name }: { name: string }) {\n  return <p className="p-4">Hello {name}</p>\n}\n`,
    '.ollio/preview.tsx': `import { Greeting } from '../src/greeting'\n\nexport default function Preview() {\n  return <Greeting name="Ines" />\n}\n`,
    ...changes,
  }
}

/** The text of a file with one passage replaced, which must exist. */
export function edited(workspace: Workspace, path: string, find: string, replacement: string): Workspace {
  const text = workspace[path] ?? ''
  if (!text.includes(find)) throw new Error(`${path} has no ${find}`)
  return { ...workspace, [path]: text.replace(find, () => replacement) }
}
