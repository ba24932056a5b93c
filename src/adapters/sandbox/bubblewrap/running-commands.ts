import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { killGroup } from './run-isolated.ts'

/** Names of a sandbox's folder: one file for each running command, and the mark that there shall be no more of them. */
const COMMANDS = 'commands'
const ENDED = 'ended'

export async function takeCommands(place: string): Promise<void> {
  await mkdir(join(place, COMMANDS))
}

export function takesCommands(place: string): boolean {
  return existsSync(join(place, COMMANDS)) && !existsSync(join(place, ENDED))
}

/**
 * Notes a command while it runs, so that any process can end it, and answers how to forget it again. One that can't be noted or comes
 * too late is killed: whoever ends a sandbox leaves its mark before looking for commands, and here it is the other way round.
 */
export function rememberCommand(place: string, pid: number): () => void {
  const file = join(place, COMMANDS, `${pid}-${startOf(pid) ?? ''}`)
  try {
    writeFileSync(file, '')
  } catch {
    // The sandbox is gone already.
  }
  if (!takesCommands(place)) killGroup({ pid })
  return () => rmSync(file, { force: true })
}

/** Kills those that still run, and all that come later. A process id that means another process by now is left alone. */
export async function endCommands(place: string): Promise<void> {
  await writeFile(join(place, ENDED), '').catch(() => undefined)
  for (const name of await readdir(join(place, COMMANDS)).catch(() => [])) {
    const [pid, start] = name.split('-')
    if (start !== '' && startOf(Number(pid)) === start) killGroup({ pid: Number(pid) })
  }
}

/** When a process was started, in the kernel's ticks; `null` where it has ended. Source: proc_pid_stat(5), field 22. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return (
      stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .at(19) ?? null
    )
  } catch {
    return null
  }
}
