import { join } from 'node:path'
import { ensureTemplate } from './adapters/bubblewrap/ensure-template.ts'
import { createBubblewrapSandboxes } from './adapters/bubblewrap/sandboxes.ts'
import { npmRegistry } from './adapters/e2b/npm-registry.ts'
import { createE2bSandboxes } from './adapters/e2b/sandboxes.ts'
import { e2bTemplateName } from './adapters/e2b/template-name.ts'
import type { WorkerConfig } from './config.ts'
import type { Log } from './ports/log.ts'
import type { SandboxProvider } from './ports/sandbox.ts'

const TEMPLATES = join(import.meta.dirname, '../sandbox-templates')
/** What a turn may take beyond its own time: publishing, and the way out. */
const BEYOND_A_TURN_MINUTES = 10

/** The sandboxes that the settings choose: E2B's cloud, or bubblewrap on this machine. */
export async function openSandboxes({ e2b, cacheFolder, rules }: WorkerConfig, log: Log): Promise<SandboxProvider> {
  if (e2b.cloud !== null) {
    return createE2bSandboxes({
      ...e2b.cloud,
      templates: { react: await e2bTemplateName(e2b.template, TEMPLATES, 'react') },
      lifeMs: (rules.minutesPerTurn + BEYOND_A_TURN_MINUTES) * 60_000,
      registry: await npmRegistry(),
    })
  }
  const onProgress = (message: string): void => log.info({ progress: message }, 'Preparing the sandbox template')
  const template = await ensureTemplate({ name: 'react', templatesFolder: TEMPLATES, cacheFolder, onProgress })
  return createBubblewrapSandboxes({ folder: join(cacheFolder, 'sandboxes'), templates: { react: template } })
}
