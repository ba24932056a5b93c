import { join } from 'node:path'
import { createTemplates } from '#src/adapters/sandbox/bubblewrap/installed-templates.ts'
import { readDemoConfig } from '#src/config/demo-config.ts'

/** The folder of an installed template; takes seconds the first time on a machine. */
export const installedTemplate = createTemplates({
  templatesFolder: join(import.meta.dirname, '../../sandbox-templates'),
  cacheFolder: readDemoConfig().cacheFolder,
  onProgress: () => undefined,
})

export function reactTemplate(): Promise<string> {
  return installedTemplate('react')
}
