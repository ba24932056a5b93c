import { join } from 'node:path'
import { Template } from '@e2b/code-interpreter'
import type { TemplateName } from '#src/domain/repository/choose-template.ts'
import { type CloudOptions, connection, inCloud } from './e2b-connection.ts'

export type TemplateBuild = CloudOptions & {
  /** `sandbox-templates`: the build context of all Dockerfiles, because one template may use another's files. */
  templatesFolder: string
  /** One of its folders. It contains an `e2b.Dockerfile`. */
  template: TemplateName
  /** `name:tag`. */
  name: string
  onLog: (line: string) => void
}

/** Resources of each sandbox created from the template. */
const SIZE = { cpuCount: 2, memoryMB: 2_048 }
const REQUEST_MS = 60_000
/** Timeout for all requests of a build together. */
const BUILD_MS = 20 * 60_000

/** Builds a template in E2B's cloud and tags it. Takes minutes; unchanged layers come from E2B's cache. Fails with a `Failure`. */
export async function buildTemplate({
  templatesFolder,
  template,
  name,
  onLog,
  ...cloud
}: TemplateBuild): Promise<{ templateId: string; buildId: string }> {
  const connected = connection(cloud, REQUEST_MS)
  return await inCloud(`The template ${name} could not be built`, { ...connected, requestTimeoutMs: BUILD_MS }, async () => {
    const definition = Template({
      fileContextPath: templatesFolder,
      fileIgnorePatterns: ['**/node_modules', '**/e2b.Dockerfile'],
    }).fromDockerfile(join(templatesFolder, template, 'e2b.Dockerfile'))
    const options = { ...connected, ...SIZE, onBuildLogs: ({ message }: { message: string }) => onLog(message) }
    const { templateId, buildId } = await Template.build(definition, name, options)
    return { templateId, buildId }
  })
}
