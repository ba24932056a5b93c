import type { Answer } from '#src/domain/answers.ts'
import { fixedAnswerText } from '#src/domain/answers.ts'
import type { CommandMessage } from '#src/domain/command-message.ts'
import { commandKey, replyMarker } from '#src/domain/ids.ts'
import { creditsReply, statusReply } from '#src/domain/replies.ts'
import type { ActivityPorts } from './activity-ports.ts'

/** Replies to a command that starts no turn: one comment, found again by its marker. */
export async function answer(ports: ActivityPorts, { message, answer: given }: { message: CommandMessage; answer: Answer }): Promise<void> {
  const marker = replyMarker(commandKey(message))
  const text = await answerText(ports, message, given)
  await ports.codeHost.putComment(message.repository, message.number, marker, `${text}\n\n${marker}`)
}

async function answerText(ports: ActivityPorts, message: CommandMessage, given: Answer): Promise<string> {
  const { repositoryId } = message.repository
  switch (given.about) {
    case 'status': {
      const { projects } = ports
      const { number } = message
      return statusReply(
        await (message.onPullRequest ? projects.byPullRequest(repositoryId, number) : projects.latestOfIssue(repositoryId, number)),
      )
    }
    case 'credits':
      return creditsReply(await ports.ledger.summary(repositoryId, 10), ports.rules.monthlyCredits)
    default:
      return fixedAnswerText(given)
  }
}
