import { byRelevance, componentLine, componentPaths } from '#src/domain/repository/component-facts.ts'
import type { ComponentFile } from '#src/domain/repository/component-facts.ts'
import type { RepositoryProfile } from '#src/domain/repository/repository-profile.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { readSafely } from '../agent/read-safely.ts'

/** Maximum number of files parsed for components. */
const READ_FILES = 80
/** Handwritten components are smaller. */
const FILE_BYTES = 64 * 1024
/** Number of files that the code style is measured on. */
const SAMPLES = 30

type Components = {
  /** Most relevant to the request first. */
  read: ComponentFile[]
  /** Only the paths are known. */
  unread: string[]
  /** True if the component folder contains any. */
  inFolder: boolean
  samples: { path: string; text: string }[]
}

/** The package's components with their props, from the base. Files that don't parse are listed by path only. */
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

/** A `.js` file may contain no JSX. */
function holdsJsx(text: string): boolean {
  return /<(?:[A-Za-z][\w.-]*[\s/>]|>)/.test(text)
}
