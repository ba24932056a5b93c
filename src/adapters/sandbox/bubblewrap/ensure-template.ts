import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { Failure } from '#src/domain/shared/failures.ts'
import { TEMPLATE_LAYERS } from '#src/domain/repository/choose-template.ts'
import type { TemplateName } from '#src/ports/sandbox.ts'

export type TemplateLocation = {
  name: TemplateName | 'package-managers'
  /** The folder `sandbox-templates` of this repository. */
  templatesFolder: string
  /** Outlives the checkout, so that the next checkout has the packages at once. */
  cacheFolder: string
}

/** The last bound, for a machine with a load of twenty and a slow registry. */
const INSTALL_MS = 20 * 60_000
/** npm's codes for a registry that could not be reached, or that did not answer as registries do. */
const REGISTRY_DOWN =
  /^npm (?:error|ERR!) code (?:E5\d\d|E429|EAI_AGAIN|ECONN\w+|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EPIPE|ETIMEDOUT|ERR_SOCKET_TIMEOUT|FETCH_ERROR)$/m
const LOG_CHARACTERS = 2_000
/** Part of the folder's hash. Changes when installed templates get another layout. */
const LAYOUT = 'with a place for its packages'

const LAYERS: Readonly<Record<TemplateLocation['name'], readonly TemplateLocation['name'][]>> = {
  ...TEMPLATE_LAYERS,
  'package-managers': ['package-managers'],
}

/**
 * Returns the folder of an installed template: `template/` with its tools, and `node_modules/`. Installs a missing template, which takes
 * seconds and needs the package registry. Safe to call from several processes at once. Fails with 'registry-unavailable' or
 * 'sandbox-unavailable'.
 */
export async function ensureTemplate(
  place: TemplateLocation & { onProgress?: (message: string) => void; signal?: AbortSignal },
): Promise<string> {
  const folder = await folderOf(place)
  if (await exists(folder)) return folder

  place.onProgress?.(`installing the packages of the ${place.name} template`)
  const unfinished = `${folder}.${randomBytes(4).toString('hex')}`
  await mkdir(unfinished, { recursive: true, mode: 0o755 })
  try {
    const source = join(place.templatesFolder, place.name)
    for (const file of ['package.json', 'package-lock.json']) await cp(join(source, file), join(unfinished, file))
    await npmCi(unfinished, place.signal)
    for (const layer of LAYERS[place.name]) await layTools(join(place.templatesFolder, layer), join(unfinished, 'template'))
    // Mount point where a sandbox shows the template's own packages to its tools, whichever packages the repository has.
    await mkdir(join(unfinished, 'template/node_modules'))
    await moveInto(unfinished, folder)
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
  return folder
}

/** Copies the tools without any `node_modules` that somebody installed there. */
async function layTools(from: string, to: string): Promise<void> {
  await cp(from, to, { recursive: true, filter: (path) => !relative(from, path).startsWith('node_modules') })
}

/** Named after a hash of all its files, so a changed template gets a folder of its own. */
async function folderOf({ name, templatesFolder, cacheFolder }: TemplateLocation): Promise<string> {
  const hash = createHash('sha256').update(`${LAYOUT}\0`)
  for (const layer of LAYERS[name]) {
    const source = join(templatesFolder, layer)
    const entries = await readdir(source, { recursive: true, withFileTypes: true })
    const paths = entries.filter((entry) => entry.isFile()).map((entry) => relative(source, join(entry.parentPath, entry.name)))
    for (const path of paths.filter((each) => !each.startsWith('node_modules')).toSorted()) {
      hash
        .update(`${path}\0`)
        .update(await readFile(join(source, path)))
        .update('\0')
    }
  }
  return join(cacheFolder, 'templates', `${name}-${hash.digest('hex').slice(0, 16)}`)
}

async function npmCi(folder: string, signal: AbortSignal | undefined): Promise<void> {
  const startedAt = performance.now()
  const npm = spawn('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    signal,
    timeout: INSTALL_MS,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  for (const stream of [npm.stdout, npm.stderr])
    stream.on('data', (chunk: Buffer) => (log = `${log}${chunk.toString()}`.slice(-LOG_CHARACTERS)))
  const { promise, resolve, reject } = Promise.withResolvers<number | null>()
  npm.once('error', reject).once('close', resolve)
  const code = await promise.catch((error: unknown) => {
    throw new Failure('sandbox-unavailable', 'npm could not be started, so the sandbox template was not installed', { cause: error })
  })
  if (code === 0) return
  const isLate = performance.now() - startedAt >= INSTALL_MS
  const reason = isLate
    ? `npm took longer than ${INSTALL_MS / 60_000} minutes`
    : log.trim() || `npm ended with ${npm.signalCode ?? `code ${code}`}`
  const isDown = REGISTRY_DOWN.test(log)
  throw new Failure(
    isDown ? 'registry-unavailable' : 'sandbox-unavailable',
    `The sandbox template's packages could not be installed${isDown ? ', because the package registry did not answer' : ''}:\n${reason}`,
  )
}

/** If another process was first, its folder has the same content. */
async function moveInto(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if (!(await exists(to))) throw error
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
}
