import type { CommandKind } from '../commands/command-message.ts'
import { trimBothOf, trimEndOf } from '../shared/trim-characters.ts'

/** `<kind>:<GitHub's id>`: identifies a command, its turn and all their effects. */
export function commandKey(command: { kind: CommandKind; id: number }): string {
  return `${command.kind}:${command.id}`
}

export function commandWorkflowId(command: { kind: CommandKind; id: number }): string {
  return `command:${commandKey(command)}`
}

/** `delivery`: GitHub's id of the webhook delivery. */
export function githubEventWorkflowId(delivery: string): string {
  return `notice:${delivery}`
}

/** A number derived from a delivery's id (a UUID): its first 52 bits, which JSON can represent exactly. */
export function idOfDelivery(delivery: string): number {
  return Number.parseInt(delivery.replace(/[^\da-f]/gi, '').slice(0, 13), 16)
}

/** Identifies one project: the n-th project of an issue, counted from 1. */
export type ProjectAddress = { repositoryId: number; issue: number; ordinal: number }

export function projectWorkflowId(project: ProjectAddress): string {
  return `project:${project.repositoryId}:${project.issue}:${project.ordinal}`
}

/** `ollio/<issue>-<ordinal>-<slug>`: a readable ASCII name, a valid ref of at most 60 characters. */
export function branchName(project: { issue: number; ordinal: number }, name: string): string {
  return `ollio/${project.issue}-${project.ordinal}-${slugOf(name)}`
}

/** The name in lowercase ASCII letters, digits and dashes, at most 40 characters. */
export function slugOf(name: string): string {
  const words = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
  const slug = trimEndOf(trimBothOf(words, '-').slice(0, 40), '-')
  return slug === '' ? 'components' : slug
}

/** The hidden line that identifies a turn's progress comment. */
export function progressMarker(turnKey: string): string {
  return `<!-- ollio:turn:${turnKey} -->`
}

/** The hidden line that identifies a reply without a turn. */
export function replyMarker(key: string): string {
  return `<!-- ollio:reply:${key} -->`
}

/** The commit trailer by which a retry finds the commit. */
export function turnTrailer(turnKey: string): string {
  return `Ollio-Turn: ${turnKey}`
}

export function chargeKey(turnKey: string): string {
  return `charge:${turnKey}`
}

export function refundKey(turnKey: string): string {
  return `refund:${turnKey}`
}

/** The project of a branch that `branchName` named; `null` for any other branch. */
export function projectOfBranch(repositoryId: number, branch: string): ProjectAddress | null {
  const match = /^ollio\/(\d{1,9})-(\d{1,9})-/.exec(branch)
  return match === null ? null : { repositoryId, issue: Number(match[1]), ordinal: Number(match[2]) }
}
