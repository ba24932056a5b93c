import { Failure } from '#src/domain/shared/failures.ts'
import { folderOf } from '#src/domain/shared/join-path.ts'
import { shellQuote } from '#src/domain/shared/shell-quote.ts'
import type { InstalledPackages } from '#src/ports/packages.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'

/** The same sandbox, with these packages available to its commands. They are installed when the first command needs them. */
export function withPackages(sandbox: Sandbox, modules: () => Promise<InstalledPackages | null>): Sandbox {
  let linked = false
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
      if (!linked && Object.keys(found.links).length > 0) await link(sandbox, found.links, options.signal)
      linked = true
      return sandbox.run({ ...options, packages: found.id })
    },
  }
}

const LINKING_MS = 300_000

async function link(sandbox: Sandbox, links: InstalledPackages['links'], signal: AbortSignal): Promise<void> {
  const { exitCode, stderr } = await sandbox.run({ command: linking(links), timeoutMs: LINKING_MS, signal })
  if (exitCode !== 0) throw new Failure('machine-busy', `Packages could not be linked: ${stderr.slice(-300)}`)
}

/** Links packages into the folders of a monorepo. Existing ones stay. */
function linking(links: InstalledPackages['links']): string {
  const commands = Object.entries(links).map(([at, to]) => {
    const folder = folderOf(at)
    return `[ -d ${shellQuote(folder)} ] && [ ! -e ${shellQuote(at)} ] && ln -sfn ${shellQuote(to)} ${shellQuote(at)}`
  })
  return `${commands.join('\n')}\ntrue`
}
