import { byRelevance, componentLine, componentPaths } from '#src/domain/repository/component-facts.ts'
import type { ComponentFile } from '#src/domain/repository/component-facts.ts'
import type { RepositoryProfile } from '#src/domain/repository/repository-profile.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { readSafely } from '../agent/read-safely.ts'

/** Files that are read for the components in them. */
const READ_FILES = 80
/** No component that people write is larger. */
const FILE_BYTES = 64 * 1024
/** Files that the team's habits are measured by. */
const SAMPLES = 30

type Components = {
  /** Those with the most in common with the request first. */
  read: ComponentFile[]
  /** Those of which no more than the path is known. */
  unread: string[]
  /** True where the component folder has any. */
  inFolder: boolean
  samples: { path: string; text: string }[]
}

/** The package's components with their props, as the base has them. What doesn't parse is told by its path. */
export async function readComponents(
  ports: Pick<ActivityPorts, 'sourceReader'>,
  sandbox: Sandbox,
  paths: string[],
  { packageFolder, componentFolder }: RepositoryProfile,
  request: string,
): Promise<Components> {
  const all = byRelevance(componentPaths(paths, packageFolder, componentFolder), {
    request,
    componentFolder,
    pathOf: (path) => path,
    textOf: (path) => path,
  })
  const files = await Promise.all(
    all.slice(0, READ_FILES).map(async (path) => {
      const bytes = await readSafely(sandbox, path, FILE_BYTES)
      const text = bytes === null ? null : new TextDecoder().decode(bytes)
      return { path, text, components: text === null ? null : await ports.sourceReader.componentsOf(path, text) }
    }),
  )
  const read = files.flatMap(({ path, text, components }) =>
    components !== null && components.length > 0 && (!path.endsWith('.js') || holdsJsx(text ?? '')) ? [{ path, components }] : [],
  )
  const unread = [...files.filter(({ components }) => components === null).map(({ path }) => path), ...all.slice(READ_FILES)]
  return {
    read: byRelevance(read, {
      request,
      componentFolder,
      pathOf: ({ path }) => path,
      textOf: ({ path, components }) => `${path} ${components.map(componentLine).join(' ')}`,
    }),
    unread,
    inFolder: [...read.map(({ path }) => path), ...unread].some((path) => path.startsWith(`${componentFolder}/`)),
    samples: read
      .flatMap(({ path }) => files.find((file) => file.path === path) ?? [])
      .flatMap(sampleOf)
      .slice(0, SAMPLES),
  }
}

function sampleOf({ path, text }: { path: string; text: string | null }): { path: string; text: string }[] {
  return text === null ? [] : [{ path, text }]
}

/** A `.js` file may as well hold none. */
function holdsJsx(text: string): boolean {
  return /<(?:[A-Za-z][\w.-]*[\s/>]|>)/.test(text)
}
