import { isTurnRequest } from '#src/domain/command-message.ts'
import type { CommandMessage } from '#src/domain/command-message.ts'
import { comments, github, rows } from './effects.ts'
import { failureKindOf } from './failure-kind.ts'
import type { CommandInput } from './messages.ts'

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
      await deliver(message, admission)
  }
}

/** Whoever was admitted is told where nothing comes of it. */
async function deliver(message: CommandMessage, { begins, packageFolder }: { begins: boolean; packageFolder?: string }): Promise<void> {
  if (!isTurnRequest(message)) return
  try {
    const place = await rows.locate({ message, begins })
    const request = packageFolder === undefined ? message : { ...message, packageFolder }
    if (place.found) await rows.deliver({ address: place.address, message: request })
    else await comments.answer({ message, answer: { about: 'nothing-to-refine' } })
  } catch (error) {
    await comments.answer({ message, answer: { about: 'could-not-start', failure: failureKindOf(error) } })
  }
}
