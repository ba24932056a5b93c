import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildPage, checkTypes } from '#src/activities/page-build.ts'
import type { Built } from '#src/activities/page-build.ts'
import { createBubblewrapBrowser } from '#src/adapters/bubblewrap/browser.ts'
import { ensureTemplate } from '#src/adapters/bubblewrap/ensure-template.ts'
import { createBubblewrapSandboxes } from '#src/adapters/bubblewrap/sandboxes.ts'
import { readDemoConfig } from '#src/config.ts'
import { previewHeaders } from '#src/domain/preview-headers.ts'
import type { PageBrowser } from '#src/ports/browser.ts'
import type { Sandbox, SandboxProvider } from '#src/ports/sandbox.ts'
import type { BenchOptions } from './main.ts'
import { Stopwatch } from './measure.ts'
import type { Bench } from './measure.ts'
import { sampleWork } from './work.ts'

const LABELS = { project: 'bench', turn: 'bench', purpose: 'check' } as const
const SIGNAL = AbortSignal.timeout(60 * 60_000)
const ORIGIN = 'https://preview.example'
const PAGE = { folder: 'page', previewPath: 'bench', stylesheet: 'src/index.css', packageFolder: '' }
const FIRST = 'made and the first command done'
const CHECKED = 'checked in full'
const REACH = { [FIRST]: 'under 150 ms', [CHECKED]: 'under 8 s' }

/** A sandbox from its making to its end, phase by phase, and the whole check; one sandbox after the other, then as a check has them. */
export async function benchSandbox({ samples, onProgress }: BenchOptions): Promise<Bench[]> {
  const { cacheFolder } = readDemoConfig()
  const templatesFolder = join(import.meta.dirname, '../sandbox-templates')
  const template = await ensureTemplate({ name: 'react', templatesFolder, cacheFolder, onProgress })
  const folder = await mkdtemp(join(tmpdir(), 'ollio-bench-'))
  const provider = createBubblewrapSandboxes({ folder, modulesFolder: join(folder, 'modules'), templates: () => template })
  try {
    const stopwatch = await measure(provider, createBubblewrapBrowser(), samples, onProgress)
    return [
      {
        title: 'Sandbox: bubblewrap, template react',
        rows: stopwatch.rows(REACH),
        notes: provider.missingLimits.map((limit) => `Not limited here: ${limit}`),
      },
    ]
  } finally {
    for (const { id } of await provider.list({})) await (await provider.connect(id))?.destroy()
    await rm(folder, { recursive: true, force: true })
  }
}

async function measure(
  provider: SandboxProvider,
  browser: PageBrowser,
  samples: number,
  onProgress: (message: string) => void,
): Promise<Stopwatch> {
  const files = await sampleWork()
  // The first round brings everything into the machine's caches, and doesn't count.
  let stopwatch = new Stopwatch()
  for (let round = 0; round <= samples; round += 1) {
    await oneByOne(stopwatch, provider, browser, files)
    await stopwatch.time(CHECKED, () => checkInFull(provider, browser, files))
    if (round === 0) stopwatch = new Stopwatch()
    else onProgress(`${round} of ${samples}`)
  }
  return stopwatch
}

async function oneByOne(
  stopwatch: Stopwatch,
  provider: SandboxProvider,
  browser: PageBrowser,
  files: Record<string, Uint8Array>,
): Promise<void> {
  const startedMs = performance.now()
  const sandbox = await stopwatch.time('make', () => provider.create('react', LABELS))
  await stopwatch.time('first command', () => sandbox.run({ command: 'true', timeoutMs: 10_000, signal: SIGNAL }))
  stopwatch.add(FIRST, performance.now() - startedMs)
  await stopwatch.time('write the repository', () => write(sandbox, files))
  await stopwatch.time('types', () => insist(checkTypes(sandbox, PAGE.packageFolder, SIGNAL)))
  const built = await stopwatch.time('build', () => buildPage(sandbox, PAGE, SIGNAL))
  await stopwatch.time('page and pictures at three widths', () => visit(browser, built))
  await stopwatch.time('destroy', () => sandbox.destroy())
}

/** Types beside the build, and the built page in a browser, as a turn's check does it. */
async function checkInFull(provider: SandboxProvider, browser: PageBrowser, files: Record<string, Uint8Array>): Promise<void> {
  const inSandbox = async <Result>(work: (sandbox: Sandbox) => Promise<Result>): Promise<Result> => {
    const sandbox = await provider.create('react', LABELS)
    try {
      await write(sandbox, files)
      return await work(sandbox)
    } finally {
      await sandbox.destroy()
    }
  }
  const [, built] = await Promise.all([
    inSandbox((sandbox) => insist(checkTypes(sandbox, PAGE.packageFolder, SIGNAL))),
    inSandbox((sandbox) => buildPage(sandbox, PAGE, SIGNAL)),
  ])
  await visit(browser, built)
}

async function write(sandbox: Sandbox, files: Record<string, Uint8Array>): Promise<void> {
  for (const [path, bytes] of Object.entries(files)) await sandbox.writeFile(path, bytes)
}

async function insist(compiled: Promise<{ ok: boolean; output: string }>): Promise<void> {
  const { ok, output } = await compiled
  if (!ok) throw new Error(`What is measured is not in order: ${output}`)
}

async function visit(browser: PageBrowser, built: Built): Promise<void> {
  if (!built.ok) throw new Error(`What is measured does not build: ${built.output}`)
  const { errors, pictures } = await browser.visit({
    files: built.files,
    url: `${ORIGIN}/${PAGE.previewPath}/`,
    headersFor: ({ contentType }) => previewHeaders({ previewUrl: ORIGIN, publicUrl: ORIGIN, contentType }),
    widthsPx: [375, 768, 1_280],
    timeoutMs: 60_000,
    signal: SIGNAL,
  })
  if (errors.length > 0 || pictures.length !== 3) throw new Error(`What is measured has errors: ${errors.join('; ')}`)
}
