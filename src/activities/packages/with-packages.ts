import { endOfOutput } from '#src/domain/agent/command-output.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import { folderOf } from '#src/domain/shared/join-path.ts'
import { shellQuote } from '#src/domain/shared/shell-quote.ts'
import type { InstalledPackages } from '#src/ports/packages.ts'
import type { CommandOptions, Sandbox } from '#src/ports/sandbox.ts'

/**
 * The same sandbox, with these packages available to its commands. They are installed when the first command needs them. Commands get the
 * names of those that are not available in OLLIO_UNAVAILABLE, as JSON, and find stubs in their place.
 */
export function withPackages(sandbox: Sandbox, modules: () => Promise<InstalledPackages | null>): Sandbox {
  let furnished = false
  return {
    id: sandbox.id,
    labels: sandbox.labels,
    writeFile: (path, bytes) => sandbox.writeFile(path, bytes),
    readFile: (path, maxBytes) => sandbox.readFile(path, maxBytes),
    remove: (path) => sandbox.remove(path),
    rename: (from, to) => sandbox.rename(from, to),
    list: (path, depth) => sandbox.list(path, depth),
    snapshot: () => sandbox.snapshot(),
    destroy: () => sandbox.destroy(),
    async run(options) {
      const found = await modules()
      if (found === null) return sandbox.run(options)
      const { id, links, unavailable } = found
      const env = unavailable.length === 0 ? {} : { OLLIO_UNAVAILABLE: JSON.stringify(unavailable.map(({ name }) => name)) }
      if (!furnished) {
        if (Object.keys(links).length > 0) await furnish(sandbox, { command: linking(links), signal: options.signal })
        if (unavailable.length > 0) await furnish(sandbox, { command: WRITE_STUBS, env, packages: id, signal: options.signal })
      }
      furnished = true
      return sandbox.run({ ...options, packages: id, env: { ...options.env, ...env } })
    },
  }
}

const WRITE_STUBS = '/template/compile_page.sh stubs'
const FURNISHING_MS = 300_000

async function furnish(sandbox: Sandbox, options: Omit<CommandOptions, 'timeoutMs'>): Promise<void> {
  const { exitCode, stderr } = await sandbox.run({ ...options, timeoutMs: FURNISHING_MS })
  if (exitCode !== 0) throw new Failure('machine-busy', `Packages could not be linked: ${endOfOutput(stderr, 300)}`)
}

/** Links packages into the folders of a monorepo. Existing ones stay. */
function linking(links: InstalledPackages['links']): string {
  const commands = Object.entries(links).map(([at, to]) => {
    const folder = folderOf(at)
    return `[ -d ${shellQuote(folder)} ] && [ ! -e ${shellQuote(at)} ] && ln -sfn ${shellQuote(to)} ${shellQuote(at)}`
  })
  return `${commands.join('\n')}\ntrue`
}
