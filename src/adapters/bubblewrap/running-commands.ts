import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { killGroup } from './run-isolated.ts'

/** Remembers a command beside its sandbox while it runs, so that any process can end it. Answers how to forget it again. */
export function rememberCommand(place: string, pid: number): () => void {
  const file = join(place, 'commands', String(pid))
  mkdirSync(join(place, 'commands'), { recursive: true })
  writeFileSync(file, startOf(pid) ?? '')
  return () => rmSync(file, { force: true })
}

/** Kills those that still run. A process id that means another process by now is left alone. */
export async function killRunningCommands(place: string): Promise<void> {
  const folder = join(place, 'commands')
  for (const name of await readdir(folder).catch(() => [])) {
    const pid = Number(name)
    const startedAt = readFileSync(join(folder, name), 'utf8')
    if (startedAt !== '' && startOf(pid) === startedAt) killGroup({ pid })
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
