import type { Reply } from '#src/domain/messages/reply.ts'
import type { Command, RepositoryRef } from '#src/domain/commands/command-message.ts'
import { parseCommand } from '#src/domain/commands/parse-command.ts'
import type { ConfigReading } from '#src/domain/repository/repository-config.ts'
import { mayCommand, mayDelete } from '#src/domain/commands/permissions.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { findProject } from './locate-project.ts'
import { choosePackage } from './choose-package.ts'
import type { PackageChoice } from './choose-package.ts'
import { reactToCommand } from './react-to-command.ts'
import { readConfig } from '../repository/read-config.ts'

/** The ports that this file uses. */
type Ports = Pick<ActivityPorts, 'codeHost' | 'projects' | 'rules' | 'yamlReader'>

/** `packageFolder`: where the turn works; '' (or missing, in admissions of older releases) is the repository's root. `baseBranch`: of a new project. */
export type Admission =
  | { verdict: 'refused' }
  | { verdict: 'answer'; answer: Reply }
  | { verdict: 'turn'; begins: boolean; packageFolder?: string; baseBranch?: string }
  | { verdict: 'cancel'; asAdmin: boolean }
  | { verdict: 'steer' | 'delete' | 'unshare' }

/** Decides what happens with a command. Asks GitHub for the permission at the time of the command; writes nothing to the database. */
export async function admitCommand(ports: Ports, { message }: { message: Command }): Promise<Admission> {
  // First and alone, so that a stranger's comment costs one call.
  const permission = await ports.codeHost.permissionOf(message.repository, message.author.login)
  if (!mayCommand(permission)) return refuse(ports, message)
  const current = await currentConfig(ports, message.repository)
  if (current.reading.ok && current.reading.config.people?.includes(message.author.login.toLowerCase()) === false)
    return refuse(ports, message)
  if (await isPartOfReview(ports, message)) return { verdict: 'refused' }
  if (message.command.name === 'cancel') return { verdict: 'cancel', asAdmin: permission === 'admin' }
  const reply = replyWithoutTurn(message)
  if (reply !== null) return { verdict: 'answer', answer: reply }
  const { name } = message.command
  if (name === 'steer' || name === 'unshare') return { verdict: name }
  if (name === 'delete')
    return mayDelete(permission) ? { verdict: 'delete' } : { verdict: 'answer', answer: { about: 'not-yours-to-delete' } }
  // These work on what is already there and don't depend on the current configuration.
  if (name === 'undo' || name === 'restore' || name === 'rebase') return { verdict: 'turn', begins: false }
  const begins = message.command.name === 'generate' && !message.onPullRequest
  const choice = await packageFor(ports, message, current)
  const baseBranch = (current.reading.ok ? current.reading.config.base : null) ?? current.branch
  return choice.ok ? { verdict: 'turn', begins, packageFolder: choice.folder, baseBranch } : { verdict: 'answer', answer: choice.answer }
}

/** Whether the command is a line comment of a review that is a command itself; such a line comment is part of the review's command. */
async function isPartOfReview(ports: Ports, { repository, number, line }: Command): Promise<boolean> {
  if (line?.reviewId == null) return false
  const review = await ports.codeHost.review(repository, number, line.reviewId)
  return review !== null && parseCommand(review.body) !== null
}

function replyWithoutTurn({ command, onPullRequest }: Command): Reply | null {
  switch (command.name) {
    case 'help':
    case 'status':
    case 'versions':
    case 'credits':
      return { about: command.name }
    case 'unshare':
    case 'delete':
    case 'cancel':
    case 'retry':
    case 'fix':
    case 'undo':
    case 'rebase':
      return null
    case 'restore':
      return command.version === null ? { about: 'which-version' } : null
    case 'misspelt':
      return { about: 'misspelt', word: command.word, suggestion: command.suggestion }
    case 'bare':
      if (!onPullRequest) return { about: 'bare-on-issue' }
      if (command.prompt === '') return { about: 'empty-wish' }
      return command.cut ? { about: 'too-long' } : null
    case 'steer':
    case 'generate':
    case 'refine':
      if (command.prompt === '') return { about: command.name === 'generate' ? 'empty-prompt' : 'empty-wish' }
      return command.cut ? { about: 'too-long' } : null
  }
}

/** The only response to people without permission is a reaction. */
async function refuse(ports: Ports, message: Command): Promise<Admission> {
  await reactToCommand(ports, message.repository, message, 'confused')
  return { verdict: 'refused' }
}

type CurrentConfig = { branch: string; sha: string; reading: ConfigReading }

/** The configuration on the head of the default branch, with that commit. */
async function currentConfig(ports: Ports, repository: RepositoryRef): Promise<CurrentConfig> {
  const [{ name, sha }, reading] = await Promise.all([ports.codeHost.defaultBranch(repository), readConfig(ports, repository)])
  return { branch: name, sha, reading }
}

/** Validates the configuration on the head of the default branch and chooses the package that the turn works in. */
async function packageFor(ports: Ports, message: Command, { sha, reading }: CurrentConfig): Promise<PackageChoice> {
  const { repository, command } = message
  if (!reading.ok) return { ok: false, answer: { about: 'invalid-config', problem: reading.problem } }
  const { base } = reading.config
  if (base !== null && (await ports.codeHost.branchHead(repository, base)) === null)
    return { ok: false, answer: { about: 'invalid-config', problem: `base: there is no branch “${base}”.` } }
  const project = await findProject(ports, message)
  return choosePackage(ports, repository, sha, {
    asked: 'package' in command ? command.package : undefined,
    kept: project !== null && 'packageFolder' in project && !project.ended ? project.packageFolder : null,
    configured: reading.config.package,
  })
}
