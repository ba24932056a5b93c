import { join } from 'node:path'
import { ensureTemplate } from '#src/adapters/bubblewrap/ensure-template.ts'
import { readDemoConfig } from '#src/config.ts'

/** The installed template `react`; takes seconds the first time on a machine. */
export function reactTemplate(): Promise<string> {
  const { cacheFolder } = readDemoConfig()
  return ensureTemplate({ name: 'react', templatesFolder: join(import.meta.dirname, '../../sandbox-templates'), cacheFolder })
}
