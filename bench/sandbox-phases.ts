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
import { endOfOutput } from '#src/domain/agent/command-output.ts'
import type { Measured } from '#src/domain/checks/measured.ts'
import { readE2bConfig } from '#src/config/config.ts'
import { readDemoConfig } from '#src/config/demo-config.ts'
import { previewHeaders } from '#src/domain/preview/preview-headers.ts'
import { TEMPLATES } from '#src/domain/repository/choose-template.ts'
import type { TemplateName } from '#src/domain/repository/choose-template.ts'
import type { PageBrowser } from '#src/ports/page-browser.ts'
import type { Sandbox, SandboxProvider } from '#src/ports/sandbox.ts'
import type { BenchOptions } from './measurement.ts'
import { Stopwatch } from './measurement.ts'
import type { Bench } from './measurement.ts'
import { sampleWork } from './checked-work.ts'

const LABELS = { project: 'bench', turn: 'bench', purpose: 'check' } as const
const SIGNAL = AbortSignal.timeout(60 * 60_000)
const ORIGIN = 'https://preview.example'
const PAGE = { folder: 'page', previewPath: 'bench', stylesheet: 'src/index.css', packageFolder: '' }
const FIRST = 'create and first command'
const CHECKED = 'full check'
/** Operations that take milliseconds get this many times more samples. */
const SHORT = 10
const TEMPLATES_FOLDER = join(import.meta.dirname, '../sandbox-templates')

/** Measures each phase of a sandbox and the full check, for each provider and template. */
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

/** Measures a turn's check alone, in local sandboxes, after a warm-up. Returns milliseconds. */
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

/** Local sandboxes in a temporary folder, which the caller removes. */
async function localSandboxes(onProgress: (message: string) => void): Promise<{ provider: SandboxProvider; folder: string }> {
  const { cacheFolder } = readDemoConfig()
  const folder = await mkdtemp(join(tmpdir(), 'ollio-bench-'))
  const templates = createTemplates({ templatesFolder: TEMPLATES_FOLDER, cacheFolder, onProgress })
  return { folder, provider: createBubblewrapSandboxes({ folder, modulesFolder: join(folder, 'modules'), templates }) }
}

/** Returns `null` without a key; the result then notes that E2B was not measured. */
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
  // The first round fills the machine's caches and is not counted.
  let stopwatch = new Stopwatch()
  for (let round = 0; round <= samples; round += 1) {
    await measurePhases(stopwatch, subject)
    await stopwatch.time(CHECKED, () => checkInFull(subject))
    if (round === 0) stopwatch = new Stopwatch()
    else onRound(round)
  }
  // Short operations get more samples.
  for (let round = 0; round < samples * (SHORT - 1); round += 1) {
    const sandbox = await createAndRun(stopwatch, subject)
    await stopwatch.time('destroy', () => sandbox.destroy())
  }
  return stopwatch
}

async function createAndRun(stopwatch: Stopwatch, { provider, template }: Subject): Promise<Sandbox> {
  const startedMs = performance.now()
  const sandbox = await stopwatch.time('make', () => provider.create(template, LABELS))
  await stopwatch.time('first command', () => sandbox.run({ command: 'true', timeoutMs: 10_000, signal: SIGNAL }))
  stopwatch.add(FIRST, performance.now() - startedMs)
  return sandbox
}

async function measurePhases(stopwatch: Stopwatch, subject: Subject): Promise<void> {
  const { browser, files } = subject
  const sandbox = await createAndRun(stopwatch, subject)
  await stopwatch.time('write the repository', () => write(sandbox, files))
  await stopwatch.time('types', () => assertOk(checkTypes(sandbox, PAGE.packageFolder, SIGNAL)))
  const built = await stopwatch.time('build', () => buildPage(sandbox, PAGE, SIGNAL))
  await stopwatch.time('page and pictures at three widths', () => visit(browser, built))
  await stopwatch.time('destroy', () => sandbox.destroy())
}

/** Checks types in parallel with the build and opens the built page in a browser, like a turn's check. */
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
    inSandbox((sandbox) => assertOk(checkTypes(sandbox, PAGE.packageFolder, SIGNAL))),
    inSandbox((sandbox) => buildPage(sandbox, PAGE, SIGNAL)),
  ])
  await visit(browser, built)
}

async function write(sandbox: Sandbox, files: Record<string, Uint8Array>): Promise<void> {
  for (const [path, bytes] of Object.entries(files)) await sandbox.writeFile(path, bytes)
}

async function assertOk(compiled: ReturnType<typeof checkTypes>): Promise<void> {
  const { value, notRun } = await compiled
  if (value?.ok !== true)
    throw new Error(`The measured files fail the type check: ${value === undefined ? notRun.reason : endOfOutput(value.output)}`)
}

async function visit(browser: PageBrowser, { value: built, notRun }: Measured<Built>): Promise<void> {
  if (built?.ok !== true)
    throw new Error(`The measured files do not build: ${built === undefined ? notRun.reason : endOfOutput(built.output)}`)
  const { errors, views } = await browser.visit({
    files: built.files,
    url: `${ORIGIN}/${PAGE.previewPath}/`,
    headersFor: ({ contentType }) => previewHeaders({ previewUrl: ORIGIN, publicUrl: ORIGIN, contentType }),
    widthsPx: [375, 768, 1_280],
    limits: { processorMs: 60_000, realMs: 60_000 },
    whenRoom: async () => undefined,
    signal: SIGNAL,
  })
  if (errors.length > 0 || views.some(({ picture }) => picture.notRun !== undefined))
    throw new Error(`The measured page has errors: ${errors.join('; ')}`)
}
