import { pathIn } from '#src/domain/shared/join-path.ts'
import { repositoryProfile } from '#src/domain/repository/repository-profile.ts'
import type { TurnRecord } from '#src/domain/projects/records.ts'
import type { ConfigReading } from '#src/domain/repository/repository-config.ts'
import { chooseTemplate } from '#src/domain/repository/choose-template.ts'
import type { TemplateName } from '#src/domain/repository/choose-template.ts'
import type { InstalledPackages } from '#src/ports/packages.ts'
import type { Sandbox } from '#src/ports/sandbox.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { withPackages } from '../packages/with-packages.ts'
import { readTurnStart } from './stored-turn-start.ts'

/** The ports that this file uses. */
type Ports = Pick<ActivityPorts, 'artifacts' | 'codeHost' | 'sandboxes'>

type Purpose = 'work' | 'check'

/**
 * The template for the repository at a commit: from its config, or else from its package.json, which is read from GitHub since the files
 * are not in a sandbox yet.
 */
export async function templateAt(ports: Ports, { project }: TurnRecord, sha: string, reading: ConfigReading): Promise<TemplateName> {
  if (reading.ok && reading.config.template !== null) return reading.config.template
  const folder = project.packageFolder
  const path = pathIn(folder, 'package.json')
  const packageJson = await ports.codeHost.readFile(project.repository, path, sha)
  return chooseTemplate(repositoryProfile({ paths: [], texts: packageJson === null ? {} : { [path]: packageJson }, folder }))
}

/** The template that the turn was prepared with. All its sandboxes use it, even if package.json changes. */
export async function templateOfTurn(ports: Ports, turn: TurnRecord): Promise<TemplateName> {
  return (await readTurnStart(ports, turn)).template
}

/** Creates an empty sandbox for the turn. */
export function createSandbox(ports: Ports, turn: TurnRecord, purpose: Purpose, template: TemplateName): Promise<Sandbox> {
  return ports.sandboxes.create(template, { project: turn.project.id, turn: turn.id, purpose })
}

/**
 * Runs `work` in a sandbox with these packages that the agent never used, and destroys it afterwards. `furnish` runs first: packages can
 * only be mounted into existing folders.
 */
export async function inCheckSandbox<Result>(
  ports: Ports & Pick<ActivityPorts, 'log'>,
  turn: TurnRecord,
  modules: InstalledPackages | null,
  furnish: (sandbox: Sandbox) => Promise<void>,
  work: (sandbox: Sandbox) => Promise<Result>,
): Promise<Result> {
  const sandbox = await createSandbox(ports, turn, 'check', await templateOfTurn(ports, turn))
  try {
    await furnish(sandbox)
    return await work(withPackages(sandbox, async () => modules))
  } finally {
    // A sandbox that can't be destroyed must not undo what was found in it. Housekeeping destroys it later.
    await sandbox.destroy().catch((error: unknown) => ports.log.warn({ error, sandbox: sandbox.id }, 'A check’s sandbox was not destroyed'))
  }
}

/** Releases all sandboxes of a turn; idempotent. */
export async function releaseSandboxes(ports: Ports, turnId: string, purpose?: Purpose): Promise<void> {
  const living = await ports.sandboxes.list({ turn: turnId, ...(purpose === undefined ? {} : { purpose }) })
  await Promise.all(living.map(async ({ id }) => (await ports.sandboxes.connect(id))?.destroy()))
}
