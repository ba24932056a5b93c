import { join } from 'node:path'
import { pino } from 'pino'
import { createActivities } from './activities/create-activities.ts'
import { createBubblewrapBrowser } from './adapters/bubblewrap/browser.ts'
import { ensureTemplate } from './adapters/bubblewrap/ensure-template.ts'
import { createBubblewrapLeftovers } from './adapters/bubblewrap/leftovers.ts'
import { machineRegistry } from './adapters/bubblewrap/packages/machine-registry.ts'
import { createPackages } from './adapters/bubblewrap/packages/packages.ts'
import { createBubblewrapSandboxes } from './adapters/bubblewrap/sandboxes.ts'
import { createTemplates } from './adapters/bubblewrap/templates.ts'
import { lineDiff } from './adapters/diff/line-diff.ts'
import { createFileArtifacts } from './adapters/files/file-artifacts.ts'
import { createCodeHost } from './adapters/github/code-host.ts'
import { createHmacLinks } from './adapters/links/hmac-links.ts'
import { createLanguageModel } from './adapters/openai/language-model.ts'
import { createSourceReader } from './adapters/oxc/source-reader.ts'
import { createDatabase } from './adapters/prisma/database.ts'
import { secretSearch } from './adapters/secretlint/secret-search.ts'
import { connectTemporal } from './adapters/temporal/connect.ts'
import { createSessions } from './adapters/temporal/sessions.ts'
import { scheduleHousekeeping } from './adapters/temporal/housekeeping.ts'
import { startWorker } from './adapters/temporal/worker.ts'
import { bundleWorkflows } from './adapters/temporal/workflow-bundle.ts'
import { yamlReader } from './adapters/yaml/yaml-reader.ts'
import { readWorkerConfig } from './config.ts'
import { runFrontDoor, untilAskedToEnd } from './front-door.ts'

await runFrontDoor(async () => {
  const config = readWorkerConfig()
  const log = pino({ level: config.logLevel, name: 'ollio-worker' })
  const database = createDatabase(config.databaseUrl, config.prices)
  const temporal = connectTemporal(config.temporal)
  const place = {
    templatesFolder: join(import.meta.dirname, '../sandbox-templates'),
    cacheFolder: config.cacheFolder,
    onProgress: (message: string) => log.info(message),
  }
  // Most repositories need `react`; another template is installed when the first repository needs it.
  const templates = createTemplates(place)
  const [template, tools] = await Promise.all([templates('react'), ensureTemplate({ name: 'package-managers', ...place })])
  const [sandboxesFolder, modulesFolder] = ['sandboxes', 'modules'].map((name) => join(config.cacheFolder, name)) as [string, string]
  const sandboxes = createBubblewrapSandboxes({ folder: sandboxesFolder, modulesFolder, templates })
  if (sandboxes.missingLimits.length > 0)
    log.warn({ missing: sandboxes.missingLimits }, 'This machine cannot enforce every limit of a sandbox')
  const activities = createActivities({
    codeHost: createCodeHost(config.github),
    sandboxes,
    leftovers: createBubblewrapLeftovers(sandboxesFolder),
    packages: createPackages({
      ...{ sandboxesFolder, modulesFolder, tools, template },
      registry: () => machineRegistry(config.npmEnvironment),
    }),
    browser: createBubblewrapBrowser(),
    model: createLanguageModel(config.model),
    artifacts: createFileArtifacts(config.artifacts),
    sessions: createSessions(temporal.client),
    projects: database.projects,
    ledger: database.ledger,
    sourceReader: createSourceReader(),
    yamlReader,
    secretSearch,
    lineDiff,
    links: createHmacLinks({ publicUrl: config.publicUrl, secret: config.linkSecret }),
    log,
    rules: config.rules,
  })
  const worker = await startWorker(config.temporal, { activities, workflowBundle: await bundleWorkflows(config.cacheFolder) })
  log.info({ pid: process.pid }, 'The worker is ready')
  await scheduleHousekeeping(temporal.client)
  await Promise.race([worker.stopped, untilAskedToEnd()])
  await worker.shutdown()
  await Promise.all([temporal.close(), database.close()])
})
