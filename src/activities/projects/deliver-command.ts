import type { CancelCommand, Command, SteerCommand, TurnCommand } from '#src/domain/commands/command-message.ts'
import { commandKey, projectWorkflowId } from '#src/domain/projects/ids.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'

/** The ports that this file uses. */
type Ports = Pick<ActivityPorts, 'instructions' | 'log' | 'projects' | 'turns' | 'workflows'>

/** Sends the turn to its project's workflow. */
export async function deliverTurn(ports: Ports, { address, message }: { address: ProjectAddress; message: TurnCommand }): Promise<void> {
  await ports.workflows.requestTurn(address, message)
  ports.log.info({ key: commandKey(message), project: projectWorkflowId(address) }, 'Turn requested')
}

/** Sends a cancel command to the project's workflow. */
export function deliverCancel(
  ports: Ports,
  { address, message, asAdmin }: { address: ProjectAddress; message: CancelCommand; asAdmin: boolean },
): Promise<void> {
  return ports.workflows.requestCancel(address, { message, asAdmin })
}

/** Sends a delete command to the project's workflow, which deletes the project when nothing is running. */
export function deliverDelete(ports: Ports, { address, message }: { address: ProjectAddress; message: Command }): Promise<void> {
  return ports.workflows.stop(address, { why: 'deleted', message })
}

/**
 * Adds an instruction to the running turn; its agent reads it after the current tool call. Returns false if no turn with an agent is
 * running.
 */
export async function deliverInstruction(
  ports: Ports,
  { address, message }: { address: ProjectAddress; message: SteerCommand },
): Promise<boolean> {
  const project = await ports.projects.byOrdinal(address.repositoryId, address.issue, address.ordinal)
  const turn = project === null ? null : await ports.turns.runningTurn(project.id)
  if (turn === null || turn.operation === 'restore' || turn.operation === 'rebase') return false
  return ports.instructions.keepInstruction(turn.id, {
    key: commandKey(message),
    author: message.author.login,
    text: message.command.prompt,
  })
}
