import { isCancelCommand, isSteerCommand, isTurnCommand } from '#src/domain/commands/command-guards.ts'
import type { Command, SteerCommand, TurnCommand } from '#src/domain/commands/command-message.ts'
import type { FixedReply } from '#src/domain/messages/reply.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import { comments, github, rows } from './activity-proxies.ts'
import { failureKindOf } from './failure-kind.ts'
import type { CommandInput } from './signals.ts'

/** One command, from its webhook to the project that it belongs to; what needs no agent is answered right here. */
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
      return deliver(message, admission.begins, withoutProject(message), (address) =>
        rows.deliver({ address, message: { ...message, ...foundBy(admission) } }),
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

type Nothing = Extract<FixedReply['about'], `nothing-${string}`>

/** What is said where there is no conversation. */
function withoutProject({ command }: TurnCommand): Nothing {
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

/** What a turn need not look for again. */
function foundBy({
  packageFolder,
  baseBranch,
}: Pick<TurnCommand, 'packageFolder' | 'baseBranch'>): Pick<TurnCommand, 'packageFolder' | 'baseBranch'> {
  return { ...(packageFolder === undefined ? {} : { packageFolder }), ...(baseBranch === undefined ? {} : { baseBranch }) }
}

async function steer(address: ProjectAddress, message: SteerCommand): Promise<void> {
  if (await rows.steer({ address, message })) await comments.confirm({ message })
  else await comments.answer({ message, answer: { about: 'nothing-to-steer' } })
}

/** Hands the command to its project; whoever was admitted is told where there is none, or nothing comes of it. */
async function deliver(
  message: Command,
  begins: boolean,
  without: Nothing,
  hand: (address: ProjectAddress) => Promise<void>,
): Promise<void> {
  try {
    const place = await rows.locate({ message, begins })
    if (place.found) await hand(place.address)
    else await comments.answer({ message, answer: { about: without } })
  } catch (error) {
    await comments.answer({ message, answer: { about: 'could-not-start', failure: failureKindOf(error) } })
  }
}
