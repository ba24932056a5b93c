import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { readDemoConfig } from './config/demo-config.ts'
import { ConfigError } from './config/read-settings.ts'
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

/** Starts all services on this machine, plays the scenario and keeps running. */
async function main(screen: ReturnType<typeof createTerminal>): Promise<number> {
  const options = parseDemoOptions(process.argv.slice(2))
  const config = readDemoConfig()
  const stops: (() => Promise<unknown>)[] = []
  const stopRequest = new AbortController()
  const ended = untilSignalled().then(() => stopRequest.abort())
  try {
    const startOptions = {
      config,
      folder: FOLDER,
      keep: options.keep,
      ports: await choosePorts(options.port),
      secret: await secretOf(options.keep),
    }
    const demo = await startDemoEnvironment(startOptions, stops, { say: (line) => screen.line(line), signal: stopRequest.signal })
    screen.line(modelLine(config, demo.recorded))
    screen.line(sandboxLine(config))
    screen.line(`Local GitHub: ${demo.github.url}`)
    if (demo.temporalUiUrl !== null) screen.line(`Temporal UI: ${demo.temporalUiUrl}`)
    const published = await playScenario(demo, options, stopRequest.signal, screen)
    if (options.once) return published ? 0 : 1
    screen.line(`\nOllio is still running. Comment \`/ollio help\` on an issue at ${demo.github.url}. Press Ctrl+C to stop.`)
    await ended
    return 0
  } catch (error) {
    if (stopRequest.signal.aborted) return INTERRUPTED
    throw error
  } finally {
    screen.status(null)
    for (const stop of stops.toReversed()) await stop()
  }
}

/** Secret for webhooks and links. It is reused with `--keep` so that links of the last run stay valid. */
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
  const isExpected = error instanceof SetupError || error instanceof UsageError || error instanceof ConfigError
  console.error(isExpected ? error.message : error)
  process.exitCode = 1
}
