import { Failure } from '#src/domain/shared/failures.ts'
import { hostileText, reader } from '#src/domain/shared/hostile-text.ts'
import { refusedShellCommand } from '#src/domain/agent/refused-shell-command.ts'
import type { CommandOptions, CommandResult, Sandbox } from '#src/ports/sandbox.ts'
import { outOfMemoryKills } from './control-groups.ts'
import { enterControlGroups } from './enter-control-groups.ts'
import { isolate, workspaceUid, type Bind } from './isolation.ts'
import { runIsolated, STATUS_FD } from './run-isolated.ts'
import { rememberCommand } from './running-commands.ts'
import { SCRATCH_MB } from './sandbox-limits.ts'
import { destroySandbox, isAlive, workspaceOf } from './sandbox-folder.ts'
import type { SandboxFile } from './sandbox-folder.ts'
import { filterFileIn } from './system-calls.ts'
import {
  listWorkspace,
  readWorkspaceFile,
  removeWorkspaceFile,
  renameWorkspaceFile,
  snapshotWorkspace,
  writeWorkspaceFile,
} from './workspace-files.ts'

/** Says in what a command printed that its sandbox was out of memory. */
const withMemoryNote = reader('withMemoryNote', (text) =>
  hostileText(`${text}\n[a process was killed: the sandbox is out of memory]`.trimStart()),
)

/** The repository's archive is written as one file. */
const FILE_BYTES = 256 * 1024 * 1024
const COMMAND_LIMITS = ['--core=0', '--cpu=600', '--fsize=536870912', '--nofile=4096', '--nproc=1024']

/** Environment of a command. It contains nothing from this machine's own. */
const ENVIRONMENT = {
  PATH: '/opt/ollio/bin:/usr/local/bin:/usr/bin:/bin',
  HOME: '/tmp',
  LANG: 'C.UTF-8',
  CI: 'true',
  NO_COLOR: '1',
  TERM: 'dumb',
}

/** Returns what a command sees besides its workspace. Called for each command. */
export type SandboxBinds = (options: CommandOptions) => Promise<readonly Bind[]>

/** Opens the sandbox in a folder. */
export function openSandbox(place: string, { id, labels, groups }: SandboxFile, furnish: SandboxBinds): Sandbox {
  const workspace = { folder: workspaceOf(place), uid: workspaceUid, maxFileBytes: FILE_BYTES }
  const assertAlive = async (cause?: unknown): Promise<void> => {
    if (!(await isAlive(place, labels.purpose))) throw new Failure('sandbox-lost', `Sandbox ${id} is gone`, { cause })
  }
  const whileAlive = async <T>(use: () => Promise<T>): Promise<T> => {
    await assertAlive()
    try {
      return await use()
    } catch (error) {
      // A sandbox that is destroyed meanwhile fails in many ways.
      if (!(error instanceof Failure && error.kind === 'cancelled')) await assertAlive(error)
      throw error
    }
  }
  const run = async (options: CommandOptions): Promise<CommandResult> => {
    const { command, timeoutMs, processorMs, signal, env, onOutput } = options
    const refusal = refusedShellCommand(command)
    if (refusal !== null) return refusal
    const isolation = {
      binds: [
        ...(await furnish(options)),
        // The Node that runs us, because the distribution's own may be too old for the template's tools.
        { from: process.execPath, to: '/opt/ollio/bin/node' },
        { from: workspace.folder, to: '/workspace', writable: true },
      ],
      scratch: [{ at: '/tmp', megabytes: SCRATCH_MB }],
      workingFolder: '/workspace',
      env: { ...ENVIRONMENT, ...env },
      limits: COMMAND_LIMITS,
      statusFd: STATUS_FD,
    }
    const argv = enterControlGroups({ groups, filter: filterFileIn(place) }, isolate(isolation, ['/bin/bash', '-c', command]))
    const killsBefore = outOfMemoryKills(groups)
    let forget = (): void => undefined
    const result = await runIsolated({
      argv,
      groups,
      timeoutMs,
      processorMs,
      signal,
      onOutput,
      onStart: (pid) => {
        forget = rememberCommand(place, pid)
      },
    }).finally(() => forget())
    await assertAlive()
    if (outOfMemoryKills(groups) === killsBefore) return result
    return { ...result, stderr: withMemoryNote(result.stderr), stoppedBy: result.stoppedBy ?? (result.exitCode === null ? 'memory' : null) }
  }
  return {
    id,
    labels,
    writeFile: (path, bytes) => whileAlive(() => writeWorkspaceFile(workspace, path, bytes)),
    readFile: (path, maxBytes) => whileAlive(() => readWorkspaceFile(workspace, path, maxBytes)),
    list: (path, depth) => whileAlive(() => listWorkspace(workspace, path, depth)),
    snapshot: () => whileAlive(() => snapshotWorkspace(workspace)),
    rename: (from, to) => whileAlive(() => renameWorkspaceFile(workspace, from, to)),
    run: (options) => whileAlive(() => run(options)),
    remove: (path) =>
      whileAlive(async () => {
        if (!(await removeWorkspaceFile(workspace, path))) throw new Failure('sandbox-path', `${path}: is a folder`)
      }),
    destroy: () => destroySandbox(place),
  }
}
