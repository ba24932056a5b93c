import { join } from 'node:path'
import { pino } from 'pino'
import { createActivities } from './activities/create-activities.ts'
import { createBubblewrapBrowser } from './adapters/sandbox/bubblewrap/browser/bubblewrap-browser.ts'
import { computeLineDiff } from './adapters/diff/compute-line-diff.ts'
import { mergeTexts } from './adapters/diff/merge-texts.ts'
import { createFileArtifacts } from './adapters/files/file-artifacts.ts'
import { createGitCommitTrees } from './adapters/git/git-commit-trees.ts'
import { createGitAccess } from './adapters/github/git-access.ts'
import { createCodeHost } from './adapters/github/github-code-host.ts'
import { createHmacLinks } from './adapters/links/hmac-links.ts'
import { createSharedMachine } from './adapters/machine/shared-machine.ts'
import { createLanguageModel } from './adapters/openai/openai-language-model.ts'
import { createSourceReader } from './adapters/oxc/oxc-source-reader.ts'
import { createDatabase } from './adapters/prisma/prisma-database.ts'
import { secretSearch } from './adapters/secretlint/secretlint-search.ts'
import { connectTemporal } from './adapters/temporal/connect-temporal.ts'
import { createTemporalWorkflows } from './adapters/temporal/temporal-workflows.ts'
import { keepHousekeepingScheduled } from './adapters/temporal/housekeeping-schedule.ts'
import { startWorker } from './adapters/temporal/temporal-worker.ts'
import { bundleWorkflows } from './adapters/temporal/workflow-bundle.ts'
import { yamlReader } from './adapters/yaml/parse-yaml.ts'
import { readWorkerConfig } from './config/config.ts'
import { runEntryPoint, untilSignalled } from './config/run-entry-point.ts'
import { openSandboxProvider } from './config/sandbox-provider.ts'

/** Installations at once on one machine. Each may fill its memory. */
const INSTALLS_AT_ONCE = 2

await runEntryPoint(async () => {
  const config = readWorkerConfig()
  const log = pino({ level: config.logLevel, name: 'ollio-worker' })
  const database = createDatabase(config.databaseUrl, config.prices)
  const temporal = connectTemporal(config.temporal)
  const machine = createSharedMachine({ slots: { check: config.checksAtOnce, install: INSTALLS_AT_ONCE }, group: config.cacheFolder })
  const { sandboxes, packages, orphanedFiles } = await openSandboxProvider(config, machine, log)
  if (sandboxes.missingLimits.length > 0) log.warn({ missing: sandboxes.missingLimits }, 'This machine cannot enforce all sandbox limits')
  const activities = createActivities({
    codeHost: createCodeHost(config.github),
    commitTrees: createGitCommitTrees({
      folder: join(config.cacheFolder, 'repositories'),
      accessTo: createGitAccess({ ...config.github, webUrl: config.githubWebUrl }),
      environment: config.npmEnvironment,
      maxBytes: config.repositoriesBytes,
    }),
    sandboxes,
    orphanedFiles,
    packages,
    browser: createBubblewrapBrowser(),
    model: createLanguageModel(config.model),
    artifacts: createFileArtifacts(config.artifacts),
    workflows: createTemporalWorkflows(temporal.client),
    ...database.store,
    ledger: database.ledger,
    sourceReader: createSourceReader(),
    yamlReader,
    secretSearch,
    lineDiff: computeLineDiff,
    textMerge: mergeTexts,
    machine,
    links: createHmacLinks({ publicUrl: config.publicUrl, secret: config.linkSecret }),
    log,
    rules: config.rules,
  })
  const worker = await startWorker(config.temporal, { activities, workflowBundle: await bundleWorkflows(config.cacheFolder) })
  log.info({ pid: process.pid }, 'The worker is ready')
  const stopping = new AbortController()
  const scheduled = keepHousekeepingScheduled(temporal.client, log, stopping.signal)
  await Promise.race([worker.stopped, untilSignalled()])
  stopping.abort()
  await scheduled
  await worker.shutdown()
  await Promise.all([temporal.close(), database.close()])
})
