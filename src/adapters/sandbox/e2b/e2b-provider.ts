import { ALL_TRAFFIC, Sandbox as E2bSandbox, SandboxNotFoundError } from '@e2b/code-interpreter'
import { Failure } from '#src/domain/shared/failures.ts'
import type { Sandbox, SandboxLabels, SandboxProvider, TemplateName } from '#src/ports/sandbox.ts'
import { type CloudOptions, connection, inCloud } from './e2b-connection.ts'
import { toLabels, toMetadata } from './labels.ts'
import type { PackageFolder } from './upload-packages.ts'
import { openSandbox } from './e2b-sandbox.ts'

export type E2bOptions = CloudOptions & {
  /** The built templates, as `name:tag`. */
  templates: Readonly<Record<TemplateName, string>>
  /** Maximum lifetime of a sandbox that nobody destroys, in milliseconds. Longer than a turn. */
  lifeMs: number
  /** The package registry's address, the only host that an installation can reach. `null`: none. */
  registry: string | null
  /** Finds the installed packages of repositories. Without it no packages are available. */
  packageFolder?: PackageFolder
  /** Timeout of one request; 30 s by default. */
  requestTimeoutMs?: number
}

type Listed = { id: string; labels: SandboxLabels; createdAtMs: number }

const REQUEST_MS = 30_000
const PAGE_SIZE = 100
const MAX_PAGES = 100

/** Sandboxes in E2B's cloud. Each is a virtual machine of its own, in which the agent's commands run as an unprivileged user. */
export function createE2bSandboxes({
  templates,
  lifeMs,
  registry,
  packageFolder = noPackages,
  requestTimeoutMs = REQUEST_MS,
  ...cloud
}: E2bOptions): SandboxProvider {
  const options = connection(cloud, requestTimeoutMs)

  const opened = (e2b: E2bSandbox, labels: SandboxLabels): Sandbox => {
    const baseEnv = registry !== null && labels.purpose === 'install' ? { npm_config_registry: registry } : {}
    return openSandbox(e2b, { labels, options, baseEnv, packageFolder })
  }

  const start = (template: TemplateName, labels: SandboxLabels): Promise<E2bSandbox> =>
    inCloud('A sandbox could not be created', options, () =>
      E2bSandbox.create(templates[template], {
        ...options,
        timeoutMs: lifeMs,
        lifecycle: { onTimeout: 'kill' },
        metadata: toMetadata(labels),
        ...networkFor(labels, registry),
      }),
    )

  const connect = (id: string): Promise<Sandbox | null> =>
    inCloud('A sandbox could not be found', options, async () => {
      if (!/^[a-z0-9][a-z0-9-]{0,63}$/i.test(id)) return null
      try {
        const labels = toLabels((await E2bSandbox.getInfo(id, options)).metadata)
        return labels === null ? null : opened(await E2bSandbox.connect(id, { ...options, timeoutMs: lifeMs }), labels)
      } catch (error) {
        if (error instanceof SandboxNotFoundError) return null
        throw error
      }
    })

  const list = (wanted: Partial<SandboxLabels>): Promise<Listed[]> =>
    inCloud('The sandboxes could not be listed', options, async () => {
      const pages = E2bSandbox.list({ ...options, query: { metadata: toMetadata(wanted), state: ['running'] }, limit: PAGE_SIZE })
      const found: Listed[] = []
      for (let page = 0; pages.hasNext && page < MAX_PAGES; page += 1) {
        for (const { sandboxId, metadata, startedAt } of await pages.nextItems()) {
          const labels = toLabels(metadata)
          if (labels !== null) found.push({ id: sandboxId, labels, createdAtMs: startedAt.getTime() })
        }
      }
      return found
    })

  /** The oldest running sandbox with these labels, or null if that is `ours`. */
  const oldest = async (labels: SandboxLabels, ours: string | null): Promise<Sandbox | null> => {
    const older = (one: Listed, other: Listed) => one.createdAtMs - other.createdAtMs || (one.id < other.id ? -1 : 1)
    for (const { id } of (await list(labels)).toSorted(older)) {
      if (id === ours) return null
      const sandbox = await connect(id)
      if (sandbox !== null) return sandbox
    }
    return null
  }

  return {
    missingLimits: [],
    connect,
    list,
    async create(template, labels) {
      // The checks of a turn use several sandboxes at once, and each must be a fresh one.
      if (labels.purpose === 'check') return opened(await start(template, labels), labels)
      // The work of a turn uses one sandbox, however often and by whomever it is requested: an earlier attempt may still use it, or its
      // response was lost.
      const known = await oldest(labels, null)
      if (known !== null) return known
      const made = opened(await start(template, labels), labels)
      const before = await oldest(labels, made.id)
      if (before === null) return made
      await made.destroy()
      return before
    },
  }
}

async function noPackages(id: string): Promise<never> {
  throw new Failure('sandbox-lost', `No packages are stored under ${id}`)
}

function networkFor({ purpose }: SandboxLabels, registry: string | null) {
  // Code that reaches the registry's host could also publish there, so nothing that the agent runs may reach it.
  if (purpose !== 'install' || registry === null) return { allowInternetAccess: false, network: { allowPublicTraffic: false } }
  return { network: { allowOut: [new URL(registry).hostname], denyOut: [ALL_TRAFFIC], allowPublicTraffic: false } }
}
