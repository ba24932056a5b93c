import { Sandbox as E2bSandbox } from '@e2b/code-interpreter'
import { Failure, type FailureKind } from '#src/domain/shared/failures.ts'
import type { Sandbox, SandboxLabels } from '#src/ports/sandbox.ts'
import { type Connection, inCloud, isGone } from './e2b-connection.ts'
import { uploadPackages, type UploadPackages } from './upload-packages.ts'
import { runCommand } from './run-e2b-command.ts'
import { e2bFailure } from './e2b-failure.ts'
import { listFiles, readFile, removeFile, renameFile, snapshotFiles, writeFile } from './e2b-files.ts'

/** What says nothing of the sandbox itself. */
const MEANT: readonly FailureKind[] = ['cancelled', 'sandbox-path']

export type Opened = {
  labels: SandboxLabels
  options: Connection
  /** Variables of every command. */
  baseEnv: Readonly<Record<string, string>>
  lendModules: UploadPackages
}

/** A living sandbox of the cloud behind our port. */
export function openSandbox(e2b: E2bSandbox, { labels, options, baseEnv, lendModules }: Opened): Sandbox {
  const id = e2b.sandboxId
  /** Those that are here, or on their way. */
  const brought = new Map<string, Promise<string>>()
  const bring = async (modules: string, signal: AbortSignal): Promise<string> => {
    const known = brought.get(modules)
    if (known !== undefined) return known
    const bringing = uploadPackages(e2b, modules, lendModules, signal)
    brought.set(modules, bringing)
    bringing.catch(() => brought.delete(modules))
    return bringing
  }
  const living = async <T>(use: () => Promise<T>): Promise<T> => {
    try {
      return await use()
    } catch (error) {
      const failure = e2bFailure('The sandbox did not answer', error)
      if (MEANT.includes(failure.kind)) throw failure
      // A dead sandbox answers in many ways, the cloud in one.
      throw (await isGone(id, options)) ? new Failure('sandbox-lost', `Sandbox ${id} is gone`, { cause: error }) : failure
    }
  }
  return {
    id,
    labels,
    writeFile: (path, bytes) => living(() => writeFile(e2b, path, bytes, options.requestTimeoutMs)),
    readFile: (path, maxBytes) => living(() => readFile(e2b, path, maxBytes)),
    remove: (path) => living(() => removeFile(e2b, path)),
    rename: (from, to) => living(() => renameFile(e2b, from, to)),
    list: (path, depth) => living(() => listFiles(e2b, path, depth)),
    snapshot: () => living(() => snapshotFiles(e2b)),
    run: (command) =>
      living(async () => {
        const { packages = null, signal } = command
        const modulesFolder = packages === null ? null : await bring(packages, signal)
        return runCommand(e2b, { ...command, baseEnv, modulesFolder })
      }),
    async destroy() {
      await inCloud('A sandbox could not be destroyed', options, () => E2bSandbox.kill(id, options))
    },
  }
}
