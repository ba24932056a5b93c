import { join } from 'node:path'
import { Template } from '@e2b/code-interpreter'
import { type CloudOptions, connection, inCloud } from './cloud.ts'

export type TemplateBuild = CloudOptions & {
  /** A folder of `sandbox-templates/` with an `e2b.Dockerfile`. */
  folder: string
  /** `name:tag`. */
  name: string
  onLog: (line: string) => void
}

/** What each sandbox of it gets. */
const SIZE = { cpuCount: 2, memoryMB: 2_048 }
const REQUEST_MS = 60_000
/** All requests of a build. */
const BUILD_MS = 20 * 60_000

/** Builds a template in E2B's cloud and tags it; takes minutes, and what didn't change is taken from E2B's cache. Fails with a `Failure`. */
export async function buildTemplate({ folder, name, onLog, ...cloud }: TemplateBuild): Promise<{ templateId: string; buildId: string }> {
  const connected = connection(cloud, REQUEST_MS)
  return await inCloud(`The template ${name} could not be built`, { ...connected, requestTimeoutMs: BUILD_MS }, async () => {
    const template = Template({ fileContextPath: folder, fileIgnorePatterns: ['**/node_modules', 'e2b.Dockerfile'] }).fromDockerfile(
      join(folder, 'e2b.Dockerfile'),
    )
    const options = { ...connected, ...SIZE, onBuildLogs: ({ message }: { message: string }) => onLog(message) }
    const { templateId, buildId } = await Template.build(template, name, options)
    return { templateId, buildId }
  })
}
