import type { TurnRecord } from '#src/domain/records.ts'
import type { Modules } from '#src/ports/packages.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import type { ActivityPorts } from './activity-ports.ts'
import { withModules } from './with-modules.ts'

type Purpose = 'work' | 'check'

/** A new, empty sandbox of the turn. */
export function createSandbox(ports: ActivityPorts, turn: TurnRecord, purpose: Purpose): Promise<Sandbox> {
  return ports.sandboxes.create('react', { project: turn.project.id, turn: turn.id, purpose })
}

/** Gives `work` a sandbox with these packages that the agent has never been in, and destroys it afterwards. */
export async function inCheckSandbox<Result>(
  ports: ActivityPorts,
  turn: TurnRecord,
  modules: Modules | null,
  work: (sandbox: Sandbox) => Promise<Result>,
): Promise<Result> {
  const sandbox = await createSandbox(ports, turn, 'check')
  try {
    return await work(withModules(sandbox, async () => modules))
  } finally {
    await sandbox.destroy()
  }
}

/** Ends all sandboxes of a turn; does nothing where there are none. */
export async function releaseSandboxes(ports: ActivityPorts, turnId: string, purpose?: Purpose): Promise<void> {
  const living = await ports.sandboxes.list({ turn: turnId, ...(purpose === undefined ? {} : { purpose }) })
  await Promise.all(living.map(async ({ id }) => (await ports.sandboxes.connect(id))?.destroy()))
}
