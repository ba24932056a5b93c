import { Sandbox as E2bSandbox } from '@e2b/code-interpreter'
import { Failure, type FailureKind } from '#src/domain/shared/failures.ts'
import type { Sandbox, SandboxLabels } from '#src/ports/sandbox.ts'
import { type Connection, inCloud, isGone } from './e2b-connection.ts'
import { uploadPackages, type PackageFolder } from './upload-packages.ts'
import { runCommand } from './run-e2b-command.ts'
import { e2bFailure } from './e2b-failure.ts'
import { listFiles, readFile, removeFile, renameFile, snapshotFiles, writeFile } from './e2b-files.ts'

/** Failures that say nothing about the state of the sandbox. */
const PASSED_ON: readonly FailureKind[] = ['cancelled', 'sandbox-path']

export type Opened = {
  labels: SandboxLabels
  options: Connection
  /** Environment variables of every command. */
  baseEnv: Readonly<Record<string, string>>
  packageFolder: PackageFolder
}

/** A running sandbox of E2B's cloud as our port. */
export function openSandbox(e2b: E2bSandbox, { labels, options, baseEnv, packageFolder }: Opened): Sandbox {
  const id = e2b.sandboxId
  /** Installed packages that are uploaded or being uploaded. */
  const uploads = new Map<string, Promise<string>>()
  const uploadOnce = async (modules: string, signal: AbortSignal): Promise<string> => {
    const known = uploads.get(modules)
    if (known !== undefined) return known
    const upload = uploadPackages(e2b, modules, packageFolder, signal)
    uploads.set(modules, upload)
    upload.catch(() => uploads.delete(modules))
    return upload
  }
  const whileAlive = async <T>(use: () => Promise<T>): Promise<T> => {
    try {
      return await use()
    } catch (error) {
      const failure = e2bFailure('The sandbox did not answer', error)
      if (PASSED_ON.includes(failure.kind)) throw failure
      // A dead sandbox fails in many ways, so the cloud is asked whether it still exists.
      throw (await isGone(id, options)) ? new Failure('sandbox-lost', `Sandbox ${id} is gone`, { cause: error }) : failure
    }
  }
  return {
    id,
    labels,
    writeFile: (path, bytes) => whileAlive(() => writeFile(e2b, path, bytes, options.requestTimeoutMs)),
    readFile: (path, maxBytes) => whileAlive(() => readFile(e2b, path, maxBytes)),
    remove: (path) => whileAlive(() => removeFile(e2b, path)),
    rename: (from, to) => whileAlive(() => renameFile(e2b, from, to)),
    list: (path, depth) => whileAlive(() => listFiles(e2b, path, depth)),
    snapshot: () => whileAlive(() => snapshotFiles(e2b)),
    run: (command) =>
      whileAlive(async () => {
        const { packages = null, signal } = command
        const modulesFolder = packages === null ? null : await uploadOnce(packages, signal)
        return runCommand(e2b, { ...command, baseEnv, modulesFolder })
      }),
    async destroy() {
      await inCloud('A sandbox could not be destroyed', options, () => E2bSandbox.kill(id, options))
    },
  }
}
