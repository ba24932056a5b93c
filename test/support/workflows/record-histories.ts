import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundleWorkflows } from '#src/adapters/temporal/workflow-bundle.ts'
import { readDemoConfig } from '#src/config/demo-config.ts'
import { findTemporal } from '#dev/temporal/find-temporal.ts'
import { startTemporal } from '#dev/temporal/start-temporal.ts'
import { HISTORIES, historyToText } from './history-file.ts'
import { openWorkflowWorld } from './workflow-world.ts'
import { LONG_STORIES, STORIES } from './history-scenarios.ts'

/*
 * Records the histories that replay.test.ts replays: `node test/support/workflows/record-histories.ts [name …]`, all of them without a
 * name. Released histories must stay unchanged: record new ones only under new names.
 */

const OXFMT = join(import.meta.dirname, '../../../node_modules/.bin/oxfmt')

/** The names of all scenarios that can be recorded. */
export const RECORDED = [...Object.keys(STORIES), ...Object.keys(LONG_STORIES)]

async function record(names: readonly string[]): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'ollio-histories-'))
  const { cacheFolder } = readDemoConfig()
  const binary = await findTemporal({ cacheFolder, env: process.env, onProgress: (sentence) => console.log(sentence) })
  const wanted = (stories: typeof STORIES) => Object.entries(stories).filter(([name]) => names.length === 0 || names.includes(name))
  try {
    await recordAt(binary, folder, wanted(STORIES))
    await recordAt(await impatient(binary, folder), folder, wanted(LONG_STORIES))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
  await once(spawn(OXFMT, [HISTORIES], { stdio: 'inherit' }), 'exit')
}

async function recordAt(binary: string, folder: string, stories: [string, (typeof STORIES)[string]][]): Promise<void> {
  if (stories.length === 0) return
  const server = await startTemporal({ binary, logFile: join(folder, 'temporal.log') })
  const house = await openWorkflowWorld({ ...server, taskQueue: 'recording' }, await bundleWorkflows(readDemoConfig().cacheFolder))
  for (const [name, story] of stories) {
    const { workflowId, runId } = await story(house)
    const history = await house.client.workflow.getHandle(workflowId, runId).fetchHistory()
    await writeFile(join(HISTORIES, `${name}.json`), historyToText(history))
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

if (import.meta.main) await record(process.argv.slice(2))
