import { join } from 'node:path'
import { ensureTemplate } from '#src/adapters/sandbox/bubblewrap/ensure-template.ts'
import { createBubblewrapOrphans } from '#src/adapters/sandbox/bubblewrap/bubblewrap-orphans.ts'
import { machineRegistry } from '#src/adapters/sandbox/bubblewrap/packages/machine-registry.ts'
import { openPackageStore } from '#src/adapters/sandbox/bubblewrap/packages/package-store.ts'
import { createPackages } from '#src/adapters/sandbox/bubblewrap/packages/install-packages.ts'
import { createBubblewrapSandboxes } from '#src/adapters/sandbox/bubblewrap/bubblewrap-provider.ts'
import { createTemplates } from '#src/adapters/sandbox/bubblewrap/installed-templates.ts'
import { npmRegistry } from '#src/adapters/sandbox/e2b/npm-registry.ts'
import { createE2bSandboxes } from '#src/adapters/sandbox/e2b/e2b-provider.ts'
import { e2bTemplateName } from '#src/adapters/sandbox/e2b/e2b-template-name.ts'
import type { WorkerConfig } from './config.ts'
import { TEMPLATES } from '#src/domain/repository/choose-template.ts'
import type { TemplateName } from '#src/domain/repository/choose-template.ts'
import type { OrphanedFiles } from '#src/ports/orphaned-files.ts'
import type { Machine as MachineCapacity } from '#src/ports/machine.ts'
import type { Log } from '#src/ports/log.ts'
import type { Packages } from '#src/ports/packages.ts'
import type { SandboxProvider } from '#src/ports/sandbox.ts'

const TEMPLATES_FOLDER = join(import.meta.dirname, '../../sandbox-templates')
/** Time after the turn limit for publishing and cleanup. */
const BEYOND_A_TURN_MINUTES = 10

type Opened = { sandboxes: SandboxProvider; packages: Packages; orphanedFiles: OrphanedFiles }

/** What every provider shares: packages are installed on this machine, wherever the sandboxes run. */
type Machine = {
  config: WorkerConfig
  folders: { sandboxes: string; packages: string }
  templateOptions: { templatesFolder: string; cacheFolder: string; onProgress: (message: string) => void }
  /** The package manager for sandboxes whose template lies in `template`. */
  packagesFor: (template: string) => Promise<Packages>
}

/** Opens the sandboxes of one provider, and the packages for them. To add one: docs/recipes/add-a-sandbox-provider.md. */
type Provider = (machine: Machine) => Promise<Omit<Opened, 'orphanedFiles'>>

const SANDBOX_PROVIDERS: Record<WorkerConfig['sandboxProvider'], Provider> = { bubblewrap: openBubblewrap, e2b: openE2b }

/** Opens the configured sandbox provider. The browser always runs on this machine. */
export async function openSandboxProvider(config: WorkerConfig, machine: MachineCapacity, log: Log): Promise<Opened> {
  const { cacheFolder } = config
  const folders = { sandboxes: join(cacheFolder, 'sandboxes'), packages: join(cacheFolder, 'modules') }
  const templateOptions = { templatesFolder: TEMPLATES_FOLDER, cacheFolder, onProgress: (message: string) => log.info({}, message) }
  const tools = ensureTemplate({ name: 'package-managers', ...templateOptions })
  const packagesFor = async (template: string): Promise<Packages> =>
    createPackages({
      ...{ sandboxesFolder: folders.sandboxes, modulesFolder: folders.packages, archivesFolder: join(cacheFolder, 'archives'), template },
      ...{ limits: config.packages, registries: config.packages.registries },
      tools: await tools,
      machine,
      registry: () => machineRegistry(config.npmEnvironment),
    })
  const [opened] = await Promise.all([SANDBOX_PROVIDERS[config.sandboxProvider]({ config, folders, templateOptions, packagesFor }), tools])
  return { ...opened, orphanedFiles: createBubblewrapOrphans(folders.sandboxes) }
}

async function openBubblewrap({ folders, templateOptions, packagesFor }: Machine) {
  // Most repositories need `react`. Other templates are installed when a repository first needs them.
  const templates = createTemplates(templateOptions)
  return {
    sandboxes: createBubblewrapSandboxes({ folder: folders.sandboxes, modulesFolder: folders.packages, templates }),
    packages: await packagesFor(await templates('react')),
  }
}

async function openE2b({ config: { e2b, rules }, folders, packagesFor }: Machine) {
  if (e2b.cloud === null) throw new Error('SANDBOX is e2b, and E2B_API_KEY is missing')
  const named = TEMPLATES.map(async (name) => [name, await e2bTemplateName(e2b.template, TEMPLATES_FOLDER, name)] as const)
  const store = openPackageStore(folders.packages)
  const [templates, registry, packages] = await Promise.all([
    Promise.all(named),
    npmRegistry(),
    // The template itself is installed in the cloud only. Its package.json is enough to know its dependencies.
    packagesFor(join(TEMPLATES_FOLDER, 'react')),
  ])
  const sandboxes = createE2bSandboxes({
    ...e2b.cloud,
    templates: Object.fromEntries(templates) as Record<TemplateName, string>,
    lifeMs: (rules.minutesPerTurn + BEYOND_A_TURN_MINUTES) * 60_000,
    registry,
    packageFolder: (id, forMs) => store.folderOf(id, forMs),
  })
  return { sandboxes, packages }
}
