import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { processStatFields } from '#src/domain/shared/process-stat.ts'
import { killGroup } from './run-isolated.ts'

/** Names in a sandbox's folder: the folder with one file per running command, and the mark that no more may start. */
const COMMANDS = 'commands'
const ENDED = 'ended'

export async function takeCommands(place: string): Promise<void> {
  await mkdir(join(place, COMMANDS))
}

export function takesCommands(place: string): boolean {
  return existsSync(join(place, COMMANDS)) && !existsSync(join(place, ENDED))
}

/**
 * Records a running command, so that any process can end it. Returns a function that removes the record. A command that can't be recorded
 * or comes too late is killed: `endCommands` writes its mark before it reads the records, and here the record is written before the mark is
 * checked.
 */
export function rememberCommand(place: string, pid: number): () => void {
  const file = join(place, COMMANDS, `${pid}-${startOf(pid) ?? ''}`)
  try {
    writeFileSync(file, '')
  } catch {
    // The sandbox is already gone.
  }
  if (!takesCommands(place)) killGroup({ pid })
  return () => rmSync(file, { force: true })
}

/** Kills the running commands, and all that start later. A process id that was reused for another process is left alone. */
export async function endCommands(place: string): Promise<void> {
  await writeFile(join(place, ENDED), '').catch(() => undefined)
  for (const name of await readdir(join(place, COMMANDS)).catch(() => [])) {
    const [pid, start] = name.split('-')
    if (start !== '' && startOf(Number(pid)) === start) killGroup({ pid: Number(pid) })
  }
}

/** When a process was started, in the kernel's ticks. `null` if it has ended. Source: proc_pid_stat(5), field 22. */
function startOf(pid: number): string | null {
  try {
    return processStatFields(readFileSync(`/proc/${pid}/stat`, 'utf8'))[19] ?? null
  } catch {
    return null
  }
}
