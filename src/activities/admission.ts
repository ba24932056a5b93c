import type { Answer } from '#src/domain/answers.ts'
import { fixedAnswerText } from '#src/domain/answers.ts'
import type { CommandMessage } from '#src/domain/command-message.ts'
import { commandKey, projectOfBranch, replyMarker } from '#src/domain/ids.ts'
import type { ProjectAddress } from '#src/domain/ids.ts'
import { repositoryProfile } from '#src/domain/repository-profile.ts'
import { creditsReply, statusReply } from '#src/domain/replies.ts'
import type { ProjectRecord } from '#src/domain/records.ts'
import type { ReactionTarget } from '#src/ports/code-host.ts'
import type { ActivityPorts } from './activity-ports.ts'

export type Admission = { verdict: 'refused' } | { verdict: 'answer'; answer: Answer } | { verdict: 'turn'; begins: boolean }
export type Place = { found: true; address: ProjectAddress } | { found: false }

/** May this command begin a turn? Asked of GitHub at the time of the command; leaves no row in the tables. */
export async function admit(ports: ActivityPorts, { message }: { message: CommandMessage }): Promise<Admission> {
  const permission = await ports.codeHost.permissionOf(message.repository, message.author.login)
  if (permission !== 'write' && permission !== 'admin') {
    await ports.codeHost.react(message.repository, reactionTarget(message), 'confused')
    return { verdict: 'refused' }
  }
  const answer = answerWithoutTurn(message)
  if (answer !== null) return { verdict: 'answer', answer }
  if (!(await usesReact(ports, message))) return { verdict: 'answer', answer: { about: 'unsupported' } }
  return { verdict: 'turn', begins: message.command.name === 'generate' && !message.onPullRequest }
}

function answerWithoutTurn({ command, onPullRequest }: CommandMessage): Answer | null {
  switch (command.name) {
    case 'help':
    case 'status':
    case 'credits':
      return { about: command.name }
    case 'misspelt':
      return { about: 'misspelt', word: command.word, suggestion: command.suggestion }
    case 'bare':
      if (!onPullRequest) return { about: 'bare-on-issue' }
      if (command.prompt === '') return { about: 'empty-wish' }
      return command.cut ? { about: 'too-long' } : null
    case 'generate':
    case 'refine':
      if (command.prompt === '') return { about: command.name === 'generate' ? 'empty-prompt' : 'empty-wish' }
      return command.cut ? { about: 'too-long' } : null
  }
}

async function usesReact(ports: ActivityPorts, { repository }: CommandMessage): Promise<boolean> {
  const { sha } = await ports.codeHost.defaultBranch(repository)
  const packageJson = await ports.codeHost.readFile(repository, 'package.json', sha)
  return repositoryProfile({ paths: ['package.json'], texts: packageJson === null ? {} : { 'package.json': packageJson } }).usesReact
}

/** The project that a turn belongs to: on an issue by its rows, on a pull request by its row or by the branch of our own pull request. */
export async function locate(ports: ActivityPorts, { message, begins }: { message: CommandMessage; begins: boolean }): Promise<Place> {
  const project = await projectAt(ports, message)
  if (project !== null && !('ended' in project && project.ended)) return found(message, project)
  if (project !== null && begins) return found(message, { issue: project.issue, k: project.k + 1 })
  return begins ? found(message, { issue: message.number, k: 1 }) : { found: false }
}

function found(message: CommandMessage, { issue, k }: { issue: number; k: number }): Place {
  return { found: true, address: { repositoryId: message.repository.repositoryId, issue, k } }
}

async function projectAt(ports: ActivityPorts, message: CommandMessage): Promise<ProjectRecord | ProjectAddress | null> {
  const { repositoryId } = message.repository
  if (!message.onPullRequest) return ports.projects.latestOfIssue(repositoryId, message.number)
  const known = await ports.projects.byPullRequest(repositoryId, message.number)
  if (known !== null) return known
  const pullRequest = await ports.codeHost.pullRequest(message.repository, message.number)
  if (pullRequest === null || !pullRequest.byOurApp) return null
  return (await ports.projects.byBranch(repositoryId, pullRequest.headBranch)) ?? projectOfBranch(repositoryId, pullRequest.headBranch)
}

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
      const { byPullRequest, latestOfIssue } = ports.projects
      return statusReply(await (message.onPullRequest ? byPullRequest : latestOfIssue)(repositoryId, message.number))
    }
    case 'credits':
      return creditsReply(await ports.ledger.summary(repositoryId, 10), ports.rules.monthlyCredits)
    default:
      return fixedAnswerText(given)
  }
}

/** Where the reaction to a command goes. */
export function reactionTarget(message: Pick<CommandMessage, 'kind' | 'id' | 'number'>): ReactionTarget {
  switch (message.kind) {
    case 'issue':
      return { kind: 'issue', number: message.number }
    case 'review':
      return { kind: 'review', pullRequest: message.number, id: message.id }
    case 'comment':
    case 'review-comment':
      return { kind: message.kind, id: message.id }
  }
}
