import { hasFailed, readConversation, type Observation } from './conversation.ts'
import type { RequestMessage } from './chat-request.ts'
import { finish, type Action, type RecordedSession, type RecordedStep, type Recording } from './recording.ts'

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

/** Refinements are recognised only after the request that began their conversation. */
function findSession(recordings: readonly Recording[], earlierRequests: readonly string[], request: string): RecordedSession | null {
  const begun = recordings.filter((recording) => earlierRequests.some((earlier) => fits(recording.generate, earlier)))
  const candidates = [...begun.flatMap((recording) => recording.refinements), ...recordings.map((recording) => recording.generate)]
  return candidates.find((session) => fits(session, request)) ?? null
}

/** Letter case, punctuation, accents and word endings don't matter. */
function fits(session: RecordedSession, request: string): boolean {
  const words = request
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
  return session.keywords.every((group) => group.some((beginning) => words.some((word) => word.startsWith(beginning))))
}

function isRecordedMistake(step: RecordedStep | undefined, position: number): boolean {
  return step?.endsInMistake === true && position === step.actions.length - 1
}

function stopAt(failed: Observation): Answer {
  const action = failed.tool ?? 'an action'
  const said = failed.error ?? failed.stderr ?? ''
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

function whatIsKnown(recordings: readonly Recording[]): string {
  const known = recordings.map(({ generate, refinements }) => {
    const later = refinements.map(({ prompt }) => `/ollio ${prompt}`).join('\n')
    return `Under an issue:\n\n\`\`\`\n/ollio generate ${generate.prompt}\n\`\`\`\n\nand then on its pull request:\n\n\`\`\`\n${later}\n\`\`\``
  })
  return `I am a recording, not a language model, so I can only do what was recorded, and nothing was changed. This is what I know.\n\n${known.join('\n\n')}`
}
