import type { Reply } from '#src/domain/messages/reply.ts'
import { fixedReplyText } from '#src/domain/messages/reply.ts'
import type { Command } from '#src/domain/commands/command-message.ts'
import { quoteCommand } from '#src/domain/messages/command-quote.ts'
import { commandKey, progressMarker, replyMarker } from '#src/domain/projects/ids.ts'
import type { ProjectRecord } from '#src/domain/projects/records.ts'
import { nothingHereReply, statusReply, versionsReply } from '#src/domain/messages/project-replies.ts'
import { creditsReply } from '#src/domain/messages/credit-replies.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'

/** The ports that this file uses. */
type Ports = Pick<ActivityPorts, 'codeHost' | 'ledger' | 'links' | 'projects' | 'rules' | 'turns' | 'versions' | 'workflows'>

/** Maximum number of listed versions, the newest first. */
const VERSIONS = 50
/** Maximum number of listed ledger entries. */
const ENTRIES = 10

/**
 * Replies to a command that starts no turn. It is one comment, found again by its marker; it begins with a quote of the command.
 * `inPlace`: replaces the comment of the turn's queue position.
 */
export async function postReply(
  ports: Ports,
  { message, answer, inPlace = false }: { message: Command; answer: Reply; inPlace?: boolean },
): Promise<void> {
  const marker = inPlace ? progressMarker(commandKey(message)) : replyMarker(commandKey(message))
  const text = `${quoteCommand(message)}\n\n${await replyText(ports, message, answer)}`
  await ports.codeHost.putComment(message.repository, message.number, marker, `${text}\n\n${marker}`)
}

async function replyText(ports: Ports, message: Command, reply: Reply): Promise<string> {
  const { repositoryId } = message.repository
  switch (reply.about) {
    case 'status':
      return status(ports, await projectOf(ports, message))
    case 'versions':
      return versions(ports, await projectOf(ports, message))
    case 'credits':
      return credits(ports, repositoryId, await projectOf(ports, message))
    default:
      return fixedReplyText(reply)
  }
}

function projectOf({ projects }: Ports, { repository, number, onPullRequest }: Command): Promise<ProjectRecord | null> {
  return onPullRequest ? projects.byPullRequest(repository.repositoryId, number) : projects.latestOfIssue(repository.repositoryId, number)
}

async function credits(ports: Ports, repositoryId: number, project: ProjectRecord | null): Promise<string> {
  const [summary, costs] = await Promise.all([
    ports.ledger.summary(repositoryId, ENTRIES),
    project === null ? [] : ports.ledger.costOf(project.id),
  ])
  return creditsReply(summary, ports.rules.monthlyCredits, project === null ? null : { name: project.name, costs })
}

async function status(ports: Ports, project: ProjectRecord | null): Promise<string> {
  if (project === null) return nothingHereReply()
  const { issue, ordinal, repository } = project
  const [turn, [last], waiting] = await Promise.all([
    ports.turns.runningTurn(project.id),
    ports.versions.publishedVersions(project.id, 1),
    ports.workflows.waitingTurns({ repositoryId: repository.repositoryId, issue, ordinal }),
  ])
  const running =
    turn === null ? null : { prompt: turn.prompt, author: turn.author.login, seconds: (Date.now() - turn.openedAt.getTime()) / 1_000 }
  return statusReply({ ...project, version: last?.number ?? null, running, waiting })
}

async function versions(ports: Ports, project: ProjectRecord | null): Promise<string> {
  if (project === null) return nothingHereReply()
  const published = await ports.versions.publishedVersions(project.id, VERSIONS)
  return versionsReply(published.map((version) => ({ ...version, previewUrl: ports.links.versionPage(project.id, version.number) })))
}
