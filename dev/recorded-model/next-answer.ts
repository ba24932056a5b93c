import { hasFailed, readConversation, type Observation } from './request-conversation.ts'
import type { RequestMessage } from './chat-request.ts'
import { findTurn } from './find-recording.ts'
import { finish, type ToolCall, type RecordedStep, type Recording } from './recording.ts'

/** One answer in the agent protocol. */
export type Answer = { thought: string; actions: readonly ToolCall[] }

/** The next answer. It depends only on the messages: the same messages always get the same answer. */
export function nextAnswer(recordings: readonly Recording[], messages: readonly RequestMessage[]): Answer {
  const { earlierRequests, request, observed } = readConversation(messages)
  const turn = findTurn(recordings, earlierRequests, request)
  if (turn === null) return { thought: 'There is no recording for this prompt.', actions: [finish(knownCommands(recordings))] }

  for (const [index, observations] of observed.entries()) {
    const step = turn.steps[index]
    const failed = observations.find((observation, position) => hasFailed(observation) && !isRecordedMistake(step, position))
    if (failed !== undefined) return failed.tool === 'finish' ? finishAgain(turn.steps) : stopAt(failed)
  }
  return turn.steps[observed.length] ?? { thought: 'The recording has ended.', actions: [finish('The recording has no further steps.')] }
}

function isRecordedMistake(step: RecordedStep | undefined, position: number): boolean {
  return step?.endsInMistake === true && position === step.actions.length - 1
}

/**
 * The checks sent the work back, which they did not when it was recorded, for example on a busy machine. The recording can't change
 * anything, so it finishes with the same summary.
 */
function finishAgain(steps: readonly RecordedStep[]): Answer {
  const finishing = steps.flatMap(({ actions }) => actions).filter(({ tool }) => tool === 'finish')
  return {
    thought: 'The checks passed when this was recorded. I am a recording and finish again without a change.',
    actions: finishing.slice(-1),
  }
}

function stopAt(failed: Observation): Answer {
  const tool = failed.tool ?? 'a tool call'
  const message = [failed.error, ...(failed.problems ?? []), failed.stdout, failed.stderr].filter(Boolean).join('\n')
  const reason = message === '' ? '' : `\n\nThe error was: ${message.slice(0, 300).toWellFormed()}`
  return {
    thought: 'This tool call failed, but it succeeded in the recording. I am a recording and can’t try another way.',
    actions: [
      finish(
        `I stopped because ${tool} failed. It succeeded when this turn was recorded, and a recorded model can’t try another way. The work is not finished.${reason}`,
      ),
    ],
  }
}

/** Short enough for a comment: the prompts that start a project, then the refinements of each. */
function knownCommands(recordings: readonly Recording[]): string {
  const commands = (items: readonly string[]) => items.map((item) => `- \`/ollio ${item}\``).join('\n')
  const starts = commands(recordings.map(({ generate }) => `generate ${generate.prompt}`))
  const refined = recordings.map(
    ({ name, refinements }) => `On the pull request of the ${name}, in any order:\n\n${commands(refinements.map(({ prompt }) => prompt))}`,
  )
  return [
    'I am a recording, not a language model: I can only play the commands below, one at a time. I changed nothing. On an issue:',
    starts,
    ...refined,
  ].join('\n\n')
}
