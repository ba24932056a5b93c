import { isTurnRequest } from '#src/domain/command-message.ts'
import type { CommandInput } from './messages.ts'
import { comments, github, rows } from './effects.ts'

/** One command, from its webhook to the project that it belongs to; what needs no agent is answered right here. */
export async function commandWorkflow({ message }: CommandInput): Promise<void> {
  const admission = await github.admit({ message })
  switch (admission.verdict) {
    case 'refused':
      return
    case 'answer':
      await comments.answer({ message, answer: admission.answer })
      return
    case 'turn': {
      if (!isTurnRequest(message)) return
      const place = await rows.locate({ message, begins: admission.begins })
      if (place.found) await rows.deliver({ address: place.address, message })
      else await comments.answer({ message, answer: { about: 'nothing-to-refine' } })
    }
  }
}
