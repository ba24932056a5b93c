import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { bundleWorkflows } from '#src/adapters/temporal/workflow-bundle.ts'
import { readDemoConfig } from '#src/config/demo-config.ts'
import { findTemporal } from '#dev/temporal/find-temporal.ts'
import { startTemporal } from '#dev/temporal/start-temporal.ts'
import { HISTORIES, historyToText } from './history-file.ts'
import { openWorkflowWorld } from './workflow-world.ts'
import { LONG_STORIES, STORIES } from './history-scenarios.ts'

/*
 * Records the histories that replay.test.ts replays. Released histories must stay unchanged, so there are two ways:
 * `node test/support/workflows/record-histories.ts <name …>` records new scenarios, and `… --release 1.2.0` records all of them beside
 * those that there are.
 */

const OXFMT = join(import.meta.dirname, '../../../node_modules/.bin/oxfmt')

/** The names of all scenarios that can be recorded. */
export const RECORDED = [...Object.keys(STORIES), ...Object.keys(LONG_STORIES)]

/** `suffix`: goes behind the names of the files. */
async function record(names: readonly string[], suffix: string): Promise<void> {
  const taken = names.filter((name) => existsSync(join(HISTORIES, `${name}${suffix}.json`)))
  if (taken.length > 0) throw new Error(`Recorded already: ${taken.join(', ')}. A released history stays as it is.`)
  const folder = await mkdtemp(join(tmpdir(), 'ollio-histories-'))
  const { cacheFolder } = readDemoConfig()
  const binary = await findTemporal({ cacheFolder, env: process.env, onProgress: (sentence) => console.log(sentence) })
  const wanted = (stories: typeof STORIES) => Object.entries(stories).filter(([name]) => names.includes(name))
  try {
    await recordAt(binary, folder, wanted(STORIES), suffix)
    await recordAt(await impatient(binary, folder), folder, wanted(LONG_STORIES), suffix)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  await once(spawn(OXFMT, [HISTORIES], { stdio: 'inherit' }), 'exit')
}

async function recordAt(binary: string, folder: string, stories: [string, (typeof STORIES)[string]][], suffix: string): Promise<void> {
  if (stories.length === 0) return
  const server = await startTemporal({ binary, logFile: join(folder, 'temporal.log') })
  const house = await openWorkflowWorld({ ...server, taskQueue: 'recording' }, await bundleWorkflows(readDemoConfig().cacheFolder))
  for (const [name, story] of stories) {
    const { workflowId, runId } = await story(house)
    const history = await house.client.workflow.getHandle(workflowId, runId).fetchHistory()
    await writeFile(join(HISTORIES, `${name}${suffix}.json`), historyToText(history))
    console.log(`${name}: ${history.events?.length ?? 0} events`)
  }
  await house.close()
  await server.stop()
}

/** A server that suggests to continue as new after a few events, to keep such a history small. */
async function impatient(binary: string, folder: string): Promise<string> {
  const script = join(folder, 'temporal')
  await writeFile(script, `#!/bin/sh\nexec '${binary}' "$@" --dynamic-config-value limit.historyCount.suggestContinueAsNew=10\n`)
  await chmod(script, 0o755)
  return script
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({ options: { release: { type: 'string' } }, allowPositionals: true })
  if (values.release !== undefined) await record(RECORDED, `-${values.release}`)
  else if (positionals.length > 0) await record(positionals, '')
  else throw new Error(`Name the scenarios, or say --release <version>. There are: ${RECORDED.join(', ')}`)
}
