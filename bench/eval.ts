import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { readDemoConfig } from '#src/config/demo-config.ts'
import { ConfigError } from '#src/config/read-settings.ts'
import { startDemoEnvironment } from '#dev/demo/demo-environment.ts'
import { modelLine } from '#dev/demo/model-line.ts'
import { createTerminal } from '#dev/demo/terminal.ts'
import { untilSignalled } from '#src/config/run-entry-point.ts'
import { freePort } from '#dev/processes/free-port.ts'
import { SetupError } from '#dev/setup-error.ts'
import { parseEvalOptions, EvalUsageError } from './eval/options.ts'
import { readPrompts } from './eval/read-prompts.ts'
import { resultsTable } from './eval/results.ts'
import type { PromptResult } from './eval/results.ts'
import { runPrompts } from './eval/run-prompts.ts'
import { writeResults } from './eval/write-results.ts'

const INTERRUPTED = 130
/** High enough that limits never apply. */
const CREDITS = '1000000'
const UNLIMITED = {
  OLLIO_USER_TURNS_PER_HOUR: '100000',
  OLLIO_REPOSITORY_TURNS_PER_HOUR: '100000',
  OLLIO_INSTALLATION_TURNS_PER_HOUR: '100000',
  OLLIO_REPOSITORY_TURNS_AT_ONCE: '10000',
  OLLIO_INSTALLATION_TURNS_AT_ONCE: '10000',
}

/** Runs many prompts against the configured model, each under its own issue, and writes the results. */
async function main(screen: ReturnType<typeof createTerminal>): Promise<number> {
  const options = parseEvalOptions(process.argv.slice(2))
  const prompts = await readPrompts(options.prompts)
  const config = readDemoConfig()
  const out = resolve(options.out)
  await mkdir(join(out, 'pictures'), { recursive: true })
  const folder = await mkdtemp(join(tmpdir(), 'ollio-eval-'))
  const results = prompts.map(({ prompt }): PromptResult => ({ prompt, turns: [] }))
  const stops: (() => Promise<unknown>)[] = []
  const interrupted = new AbortController()
  void untilSignalled().then(() => interrupted.abort())
  try {
    const start = {
      config: { ...config, given: { DEFAULT_MONTHLY_CREDITS: CREDITS, ...UNLIMITED, ...config.given } },
      folder,
      keep: false,
      ports: [await freePort(), await freePort(), await freePort()] as [number, number, number],
      secret: randomBytes(24).toString('hex'),
    }
    const environment = await startDemoEnvironment(start, stops, { say: (line) => screen.line(line), signal: interrupted.signal })
    screen.line(modelLine(config, environment.recorded))
    const { concurrency } = options
    await runPrompts(environment, prompts, { concurrency, prices: config.prices, out, screen, signal: interrupted.signal, results })
    return 0
  } catch (error) {
    if (interrupted.signal.aborted) return INTERRUPTED
    throw error
  } finally {
    screen.status(null)
    for (const stop of stops.toReversed()) await stop()
    // Results are written even if the run fails.
    const files = await writeResults(out, results)
    screen.line(`\n${resultsTable(results)}\n\nWritten: ${files.map((name) => join(options.out, name)).join(', ')}`)
    if (existsSync(join(folder, 'logs'))) await cp(join(folder, 'logs'), join(out, 'logs'), { recursive: true })
    await rm(folder, { recursive: true, force: true })
  }
}

try {
  process.exitCode = await main(createTerminal(process.stdout))
} catch (error) {
  const isExpected = error instanceof SetupError || error instanceof EvalUsageError || error instanceof ConfigError
  console.error(isExpected ? error.message : error)
  process.exitCode = 1
}
