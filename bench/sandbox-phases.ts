import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildPage, checkTypes } from '#src/activities/preview/build-preview.ts'
import type { Built } from '#src/activities/preview/build-preview.ts'
import { createBubblewrapBrowser } from '#src/adapters/sandbox/bubblewrap/browser/bubblewrap-browser.ts'
import { createBubblewrapSandboxes } from '#src/adapters/sandbox/bubblewrap/bubblewrap-provider.ts'
import { createTemplates } from '#src/adapters/sandbox/bubblewrap/installed-templates.ts'
import { createE2bSandboxes } from '#src/adapters/sandbox/e2b/e2b-provider.ts'
import { e2bTemplateName } from '#src/adapters/sandbox/e2b/e2b-template-name.ts'
import { readDemoConfig, readE2bConfig } from '#src/config/config.ts'
import { previewHeaders } from '#src/domain/preview/preview-headers.ts'
import { TEMPLATES } from '#src/domain/repository/choose-template.ts'
import type { TemplateName } from '#src/domain/repository/choose-template.ts'
import type { PageBrowser } from '#src/ports/page-browser.ts'
import type { Sandbox, SandboxProvider } from '#src/ports/sandbox.ts'
import type { BenchOptions } from './main.ts'
import { Stopwatch } from './measurement.ts'
import type { Bench } from './measurement.ts'
import { sampleWork } from './checked-work.ts'

const LABELS = { project: 'bench', turn: 'bench', purpose: 'check' } as const
const SIGNAL = AbortSignal.timeout(60 * 60_000)
const ORIGIN = 'https://preview.example'
const PAGE = { folder: 'page', previewPath: 'bench', stylesheet: 'src/index.css', packageFolder: '' }
const FIRST = 'made and the first command done'
const CHECKED = 'checked in full'
/** So many times more is measured of what takes milliseconds. */
const SHORT = 10
const TEMPLATES_FOLDER = join(import.meta.dirname, '../sandbox-templates')

/** A sandbox from its making to its end, phase by phase, and the whole check, for each provider and template. */
export async function benchSandbox({ samples, onProgress }: BenchOptions): Promise<Bench[]> {
  const { provider: local, folder } = await localSandboxes(onProgress)
  const cloud = await e2bSandboxes()
  const providers = { bubblewrap: local, ...(cloud === null ? {} : { E2B: cloud }) }
  const benches: Bench[] = []
  try {
    for (const [name, provider] of Object.entries(providers)) {
      for (const template of TEMPLATES) {
        const onRound = (round: number): void => onProgress(`${name}, ${template}: ${round} of ${samples}`)
        const stopwatch = await measure(
          { provider, template, browser: createBubblewrapBrowser(), files: await sampleWork(template) },
          samples,
          onRound,
        )
        benches.push({
          title: `Sandbox: ${name}, template ${template}`,
          rows: stopwatch.rows(
            provider === local ? { [FIRST]: 'under 150 ms', ...(template === 'react' ? { [CHECKED]: 'under 8 s' } : {}) } : {},
          ),
          notes: provider.missingLimits.map((limit) => `Not limited here: ${limit}`),
        })
      }
    }
    return cloud === null ? benches.map(withoutCloud) : benches
  } finally {
    for (const provider of Object.values(providers))
      for (const { id } of await provider.list({ project: LABELS.project })) await (await provider.connect(id))?.destroy()
    await rm(folder, { recursive: true, force: true })
  }
}

/** The check of a turn by itself, in this machine's sandboxes, after a warm-up: times in milliseconds. */
export async function checkAlone(samples: number): Promise<number[]> {
  const { provider, folder } = await localSandboxes(() => undefined)
  const subject = { provider, template: 'react' as const, browser: createBubblewrapBrowser(), files: await sampleWork('react') }
  try {
    const samplesMs: number[] = []
    for (let round = 0; round <= samples; round += 1) {
      const startedMs = performance.now()
      await checkInFull(subject)
      if (round > 0) samplesMs.push(performance.now() - startedMs)
    }
    return samplesMs
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** This machine's own, in a folder that is theirs to be removed with. */
async function localSandboxes(onProgress: (message: string) => void): Promise<{ provider: SandboxProvider; folder: string }> {
  const { cacheFolder } = readDemoConfig()
  const folder = await mkdtemp(join(tmpdir(), 'ollio-bench-'))
  const templates = createTemplates({ templatesFolder: TEMPLATES_FOLDER, cacheFolder, onProgress })
  return { folder, provider: createBubblewrapSandboxes({ folder, modulesFolder: join(folder, 'modules'), templates }) }
}

/** `null` without a key: the cloud is measured, or nothing is said of it. */
async function e2bSandboxes(): Promise<SandboxProvider | null> {
  const { cloud, template } = readE2bConfig()
  if (cloud === null) return null
  const [react, nextjs] = await Promise.all(TEMPLATES.map((name) => e2bTemplateName(template, TEMPLATES_FOLDER, name)))
  return createE2bSandboxes({ ...cloud, templates: { react: react ?? '', nextjs: nextjs ?? '' }, lifeMs: 10 * 60_000, registry: null })
}

function withoutCloud(bench: Bench, index: number, all: readonly Bench[]): Bench {
  const note = 'E2B was not measured: E2B_API_KEY is not set.'
  return index < all.length - 1 ? bench : { ...bench, notes: [...bench.notes, note] }
}

type Subject = { provider: SandboxProvider; template: TemplateName; browser: PageBrowser; files: Record<string, Uint8Array> }

async function measure(subject: Subject, samples: number, onRound: (round: number) => void): Promise<Stopwatch> {
  // The first round brings everything into the machine's caches, and doesn't count.
  let stopwatch = new Stopwatch()
  for (let round = 0; round <= samples; round += 1) {
    await oneByOne(stopwatch, subject)
    await stopwatch.time(CHECKED, () => checkInFull(subject))
    if (round === 0) stopwatch = new Stopwatch()
    else onRound(round)
  }
  // What is short has more samples.
  for (let round = 0; round < samples * (SHORT - 1); round += 1) {
    const sandbox = await begun(stopwatch, subject)
    await stopwatch.time('destroy', () => sandbox.destroy())
  }
  return stopwatch
}

async function begun(stopwatch: Stopwatch, { provider, template }: Subject): Promise<Sandbox> {
  const startedMs = performance.now()
  const sandbox = await stopwatch.time('make', () => provider.create(template, LABELS))
  await stopwatch.time('first command', () => sandbox.run({ command: 'true', timeoutMs: 10_000, signal: SIGNAL }))
  stopwatch.add(FIRST, performance.now() - startedMs)
  return sandbox
}

async function oneByOne(stopwatch: Stopwatch, subject: Subject): Promise<void> {
  const { browser, files } = subject
  const sandbox = await begun(stopwatch, subject)
  await stopwatch.time('write the repository', () => write(sandbox, files))
  await stopwatch.time('types', () => insist(checkTypes(sandbox, PAGE.packageFolder, SIGNAL)))
  const built = await stopwatch.time('build', () => buildPage(sandbox, PAGE, SIGNAL))
  await stopwatch.time('page and pictures at three widths', () => visit(browser, built))
  await stopwatch.time('destroy', () => sandbox.destroy())
}

/** Types beside the build, and the built page in a browser, as a turn's check does it. */
async function checkInFull({ provider, template, browser, files }: Subject): Promise<void> {
  const inSandbox = async <Result>(work: (sandbox: Sandbox) => Promise<Result>): Promise<Result> => {
    const sandbox = await provider.create(template, LABELS)
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
