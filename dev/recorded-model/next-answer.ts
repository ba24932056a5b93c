import { hasFailed, readConversation, type Observation } from './request-conversation.ts'
import type { RequestMessage } from './chat-request.ts'
import { findSession } from './find-recording.ts'
import { finish, type Action, type RecordedStep, type Recording } from './recording.ts'

/** One turn of the agent protocol. */
export type Answer = { thought: string; actions: readonly Action[] }

/** What comes next, decided from the messages alone: the same messages always have the same answer. */
export function nextAnswer(recordings: readonly Recording[], messages: readonly RequestMessage[]): Answer {
  const { earlierRequests, request, observed } = readConversation(messages)
  const session = findSession(recordings, earlierRequests, request)
  if (session === null) return { thought: 'Nobody recorded this request.', actions: [finish(whatIsKnown(recordings))] }

  for (const [index, observations] of observed.entries()) {
    const step = session.steps[index]
    const failed = observations.find((observation, position) => hasFailed(observation) && !isRecordedMistake(step, position))
    if (failed !== undefined) return stopAt(failed)
  }
  return session.steps[observed.length] ?? { thought: 'The recording has ended.', actions: [finish('The recording has no further steps.')] }
}

function isRecordedMistake(step: RecordedStep | undefined, position: number): boolean {
  return step?.endsInMistake === true && position === step.actions.length - 1
}

function stopAt(failed: Observation): Answer {
  const action = failed.tool ?? 'an action'
  const said = [failed.error, ...(failed.problems ?? []), failed.stdout, failed.stderr].filter(Boolean).join('\n')
  const reason = said === '' ? '' : `\n\nWhat came back: ${said.slice(0, 300).toWellFormed()}`
  return {
    thought: 'This went differently from how it was recorded, and a recording cannot look for another way.',
    actions: [
      finish(
        `I stopped: I am a recording, and ${action} failed where it had succeeded when I was recorded. What I made is not finished.${reason}`,
      ),
    ],
  }
}

/** Short enough for a comment: what begins each conversation, then what can follow. */
function whatIsKnown(recordings: readonly Recording[]): string {
  const commands = (items: readonly string[]) => items.map((item) => `- \`/ollio ${item}\``).join('\n')
  const beginnings = commands(recordings.map(({ generate }) => `generate ${generate.prompt}`))
  const later = recordings.map(
    ({ name, refinements }) =>
      `On the pull request of the ${name}, in either order:\n\n${commands(refinements.map(({ prompt }) => prompt))}`,
  )
  return [
    'I am a recording, not a language model, so I can only do what was recorded, one thing at a time, and nothing was changed. Under an issue I know:',
    beginnings,
    ...later,
  ].join('\n\n')
}
