import { randomBytes } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { readDemoConfig } from './config.ts'
import { startCompany } from './demo/company.ts'
import { choosePorts } from './demo/choose-ports.ts'
import { parseOptions, USAGE } from './demo/options.ts'
import { playStory } from './demo/play-story.ts'
import { untilAskedToEnd } from './front-door.ts'
import { SetupError } from './local/setup-error.ts'

const FOLDER = resolve('.ollio')
const say = (line: string): void => console.log(line)

/** Starts everything on this machine, plays one story, and stays up. */
async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2))
  const stops: (() => Promise<unknown>)[] = []
  const asked = new AbortController()
  void untilAskedToEnd().then(() => asked.abort())
  try {
    const company = await startCompany(
      { config: readDemoConfig(), folder: FOLDER, ports: await choosePorts(options.port), secret: randomBytes(24).toString('hex') },
      stops,
      say,
    )
    const published = await playStory(company, options, asked.signal, say)
    if (options.once) return published ? 0 : 1
    say(`\nOllio stays up: write \`/ollio help\` at ${company.github.url}. Ctrl-C ends it.`)
    await new Promise<void>((end) => (asked.signal.aborted ? end() : asked.signal.addEventListener('abort', () => end(), { once: true })))
    return 0
  } catch (error) {
    if (asked.signal.aborted) return 130
    throw error
  } finally {
    await rm(join(FOLDER, 'demo.json'), { force: true })
    for (const stop of stops.toReversed()) await stop()
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  const known =
    error instanceof SetupError || (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  console.error(known ? `${error.message}\n\n${USAGE}` : error)
  process.exitCode = 1
}
