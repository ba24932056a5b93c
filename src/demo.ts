import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { ConfigError, readDemoConfig } from './config/config.ts'
import { choosePorts } from '../dev/demo/choose-ports.ts'
import { startDemoEnvironment } from '../dev/demo/demo-environment.ts'
import { modelLine } from '../dev/demo/model-line.ts'
import { parseDemoOptions, UsageError } from '../dev/demo/demo-options.ts'
import { playScenario } from '../dev/demo/play-scenario.ts'
import { sandboxLine } from '../dev/demo/sandbox-line.ts'
import { createTerminal } from '../dev/demo/terminal.ts'
import { untilSignalled } from './config/run-entry-point.ts'
import { SetupError } from '../dev/setup-error.ts'

const FOLDER = resolve('.ollio')
const INTERRUPTED = 130

/** Starts everything on this machine, plays one story, and stays up. */
async function main(screen: ReturnType<typeof createTerminal>): Promise<number> {
  const options = parseDemoOptions(process.argv.slice(2))
  const config = readDemoConfig()
  const stops: (() => Promise<unknown>)[] = []
  const asked = new AbortController()
  const ended = untilSignalled().then(() => asked.abort())
  try {
    const beginning = {
      config,
      folder: FOLDER,
      keep: options.keep,
      ports: await choosePorts(options.port),
      secret: await secretOf(options.keep),
    }
    const company = await startDemoEnvironment(beginning, stops, { say: (line) => screen.line(line), signal: asked.signal })
    screen.line(modelLine(config, company.recorded))
    screen.line(sandboxLine(config))
    screen.line(`The local GitHub: ${company.github.url}`)
    if (company.temporalUiUrl !== null) screen.line(`The workflows: ${company.temporalUiUrl}`)
    const published = await playScenario(company, options, asked.signal, screen)
    if (options.once) return published ? 0 : 1
    screen.line(`\nOllio stays up: write \`/ollio help\` at ${company.github.url}. Ctrl-C ends it.`)
    await ended
    return 0
  } catch (error) {
    if (asked.signal.aborted) return INTERRUPTED
    throw error
  } finally {
    screen.status(null)
    for (const stop of stops.toReversed()) await stop()
  }
}

/** What webhooks and links are signed with: kept with the rest, so that links of the last start are good. */
async function secretOf(keep: boolean): Promise<string> {
  const file = join(FOLDER, 'demo.secret')
  const kept = keep ? await readFile(file, 'utf8').catch(() => '') : ''
  if (kept !== '') return kept
  const secret = randomBytes(24).toString('hex')
  await mkdir(FOLDER, { recursive: true })
  await writeFile(file, secret, { mode: 0o600 })
  return secret
}

try {
  process.exitCode = await main(createTerminal(process.stdout))
} catch (error) {
  const told = error instanceof SetupError || error instanceof UsageError || error instanceof ConfigError
  console.error(told ? error.message : error)
  process.exitCode = 1
}
