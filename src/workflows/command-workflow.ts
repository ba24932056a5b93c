import { isCancelCommand, isSteerCommand, isTurnCommand } from '#src/domain/commands/command-guards.ts'
import type { Command, SteerCommand, TurnCommand } from '#src/domain/commands/command-message.ts'
import type { FixedReply } from '#src/domain/messages/reply.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import { comments, github, rows } from './activity-proxies.ts'
import { failureKindOf } from './failure-kind.ts'
import type { CommandInput } from './signals.ts'

/** Handles one command from its webhook to its project. Commands that need no agent are answered here. */
export async function commandWorkflow({ message }: CommandInput): Promise<void> {
  const admission = await github.admit({ message })
  switch (admission.verdict) {
    case 'refused':
      return
    case 'answer':
      await comments.answer({ message, answer: admission.answer })
      return
    case 'turn':
      if (!isTurnCommand(message)) return
      return deliver(message, admission.begins, noProjectReply(message), (address) =>
        rows.deliver({ address, message: { ...message, ...knownFrom(admission) } }),
      )
    case 'cancel':
      if (!isCancelCommand(message)) return
      return deliver(message, false, 'nothing-to-cancel', (address) => rows.deliverCancel({ address, message, asAdmin: admission.asAdmin }))
    case 'steer':
      if (!isSteerCommand(message)) return
      return deliver(message, false, 'nothing-to-steer', (address) => steer(address, message))
    case 'unshare':
      await comments.answer({ message, answer: await rows.unshare({ message }) })
      return
    case 'delete':
      return deliver(message, false, 'nothing-here', (address) => rows.deliverDelete({ address, message }))
  }
}

type NoProjectReply = Extract<FixedReply['about'], `nothing-${string}`>

/** The reply to a turn command if there is no project. */
function noProjectReply({ command }: TurnCommand): NoProjectReply {
  switch (command.name) {
    case 'retry':
      return 'nothing-to-retry'
    case 'fix':
      return 'nothing-to-fix'
    case 'undo':
    case 'restore':
      return 'nothing-to-undo'
    default:
      return 'nothing-to-refine'
  }
}

/** What admission already found, so that the turn doesn't look it up again. */
function knownFrom({
  packageFolder,
  baseBranch,
}: Pick<TurnCommand, 'packageFolder' | 'baseBranch'>): Pick<TurnCommand, 'packageFolder' | 'baseBranch'> {
  return { ...(packageFolder === undefined ? {} : { packageFolder }), ...(baseBranch === undefined ? {} : { baseBranch }) }
}

async function steer(address: ProjectAddress, message: SteerCommand): Promise<void> {
  if (await rows.steer({ address, message })) await comments.confirm({ message })
  else await comments.answer({ message, answer: { about: 'nothing-to-steer' } })
}

/** Delivers the command to its project, or replies if there is no project or the delivery fails. */
async function deliver(
  message: Command,
  begins: boolean,
  ifMissing: NoProjectReply,
  send: (address: ProjectAddress) => Promise<void>,
): Promise<void> {
  try {
    const location = await rows.locate({ message, begins })
    if (location.found) await send(location.address)
    else await comments.answer({ message, answer: { about: ifMissing } })
  } catch (error) {
    await comments.answer({ message, answer: { about: 'could-not-start', failure: failureKindOf(error) } })
  }
}
