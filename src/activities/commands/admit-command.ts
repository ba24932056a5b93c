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

/** `packageFolder`: where the turn works; '' for the repository's root, as for what was admitted before there was a choice. `baseBranch`: of a new project. */
export type Admission =
  | { verdict: 'refused' }
  | { verdict: 'answer'; answer: Reply }
  | { verdict: 'turn'; begins: boolean; packageFolder?: string; baseBranch?: string }
  | { verdict: 'cancel'; asAdmin: boolean }
  | { verdict: 'steer' | 'delete' | 'unshare' }

/** May this command begin a turn? Asked of GitHub at the time of the command; leaves no row in the tables. */
export async function admitCommand(ports: ActivityPorts, { message }: { message: Command }): Promise<Admission> {
  // First and alone: a stranger's comment costs one call.
  const permission = await ports.codeHost.permissionOf(message.repository, message.author.login)
  if (!mayCommand(permission)) return refuse(ports, message)
  const now = await configNow(ports, message.repository)
  if (now.reading.ok && now.reading.config.people?.includes(message.author.login.toLowerCase()) === false) return refuse(ports, message)
  if (await isPartOfReview(ports, message)) return { verdict: 'refused' }
  if (message.command.name === 'cancel') return { verdict: 'cancel', asAdmin: permission === 'admin' }
  const answer = answerWithoutTurn(message)
  if (answer !== null) return { verdict: 'answer', answer }
  const { name } = message.command
  if (name === 'steer' || name === 'unshare') return { verdict: name }
  if (name === 'delete')
    return mayDelete(permission) ? { verdict: 'delete' } : { verdict: 'answer', answer: { about: 'not-yours-to-delete' } }
  // They go by what is there already, whatever the configuration says today.
  if (name === 'undo' || name === 'restore' || name === 'rebase') return { verdict: 'turn', begins: false }
  const begins = message.command.name === 'generate' && !message.onPullRequest
  const place = await placeOf(ports, message, now)
  const baseBranch = (now.reading.ok ? now.reading.config.base : null) ?? now.branch
  return place.ok ? { verdict: 'turn', begins, packageFolder: place.folder, baseBranch } : { verdict: 'answer', answer: place.answer }
}

/** A line comment of a review that is a command is a part of that one, whatever it begins with. */
async function isPartOfReview(ports: ActivityPorts, { repository, number, line }: Command): Promise<boolean> {
  if (line?.reviewId == null) return false
  const review = await ports.codeHost.review(repository, number, line.reviewId)
  return review !== null && parseCommand(review.body) !== null
}

function answerWithoutTurn({ command, onPullRequest }: Command): Reply | null {
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

/** Whoever may not command hears nothing but that. */
async function refuse(ports: ActivityPorts, message: Command): Promise<Admission> {
  await reactToCommand(ports, message.repository, message, 'confused')
  return { verdict: 'refused' }
}

type ConfigNow = { branch: string; sha: string; reading: ConfigReading }

/** What the default branch's configuration says as it is now, and the commit that it is of. */
async function configNow(ports: ActivityPorts, repository: RepositoryRef): Promise<ConfigNow> {
  const [{ name, sha }, reading] = await Promise.all([ports.codeHost.defaultBranch(repository), readConfig(ports, repository)])
  return { branch: name, sha, reading }
}

/** By the default branch as it is now: is its configuration in order, and where does the turn work? */
async function placeOf(ports: ActivityPorts, message: Command, { sha, reading }: ConfigNow): Promise<PackageChoice> {
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
