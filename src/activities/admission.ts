import type { Answer } from '#src/domain/answers.ts'
import type { CommandMessage } from '#src/domain/command-message.ts'
import { parseCommand } from '#src/domain/commands.ts'
import { repositoryProfile } from '#src/domain/repository-profile.ts'
import type { ActivityPorts } from './activity-ports.ts'
import { reactionTarget } from './reaction-target.ts'

export type Admission =
  | { verdict: 'refused' }
  | { verdict: 'answer'; answer: Answer }
  | { verdict: 'turn'; begins: boolean }
  | { verdict: 'cancel'; asAdmin: boolean }

/** May this command begin a turn? Asked of GitHub at the time of the command; leaves no row in the tables. */
export async function admit(ports: ActivityPorts, { message }: { message: CommandMessage }): Promise<Admission> {
  const permission = await ports.codeHost.permissionOf(message.repository, message.author.login)
  if (permission !== 'write' && permission !== 'admin') {
    await ports.codeHost.react(message.repository, reactionTarget(message), 'confused')
    return { verdict: 'refused' }
  }
  if (await isPartOfReview(ports, message)) return { verdict: 'refused' }
  if (message.command.name === 'cancel') return { verdict: 'cancel', asAdmin: permission === 'admin' }
  const answer = answerWithoutTurn(message)
  if (answer !== null) return { verdict: 'answer', answer }
  if (!(await usesReact(ports, message))) return { verdict: 'answer', answer: { about: 'unsupported' } }
  return { verdict: 'turn', begins: message.command.name === 'generate' && !message.onPullRequest }
}

/** A line comment of a review that is a command is a part of that one, whatever it begins with. */
async function isPartOfReview(ports: ActivityPorts, { repository, number, line }: CommandMessage): Promise<boolean> {
  if (line?.reviewId == null) return false
  const review = await ports.codeHost.review(repository, number, line.reviewId)
  return review !== null && parseCommand(review.body) !== null
}

function answerWithoutTurn({ command, onPullRequest }: CommandMessage): Answer | null {
  switch (command.name) {
    case 'help':
    case 'status':
    case 'versions':
    case 'credits':
      return { about: command.name }
    case 'cancel':
      return null
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
