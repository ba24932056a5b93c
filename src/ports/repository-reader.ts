import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import type { ProjectState } from '#src/domain/projects/project-state.ts'
import type { RepositoryName } from './ledger.ts'

/** A search for projects of a repository. `text`: part of the name or a prompt. `page`: from 1. */
export type ProjectQuery = { text: string; state: ProjectState | null; page: number }

export type ProjectCard = {
  id: string
  name: string
  issue: number
  pullRequest: number | null
  state: ProjectState
  /** The number of the running turn. */
  runningTurn: number | null
  /** The newest published version, and the name of one of its pictures. */
  version: number | null
  picture: string | null
  /** Credits spent so far. */
  credits: number
  author: string
  updatedAt: Date
}

export type ProjectList = { cards: ProjectCard[]; total: number; pages: number }

/** The credits of one day: spent (minus returned), added, and the balance at its end. */
export type QuotaDay = { day: string; spent: number; added: number; balance: number }

export type Quota = { balance: number; topUp: number; monthlyAllowance: number; nextRefillAt: Date; days: QuotaDay[] }

/** Data of the repository page. */
export interface RepositoryReader {
  /** `null` if no repository of that name has used Ollio. Case-insensitive. */
  find(name: RepositoryName): Promise<RepositoryRef | null>
  projects(repositoryId: number, query: ProjectQuery): Promise<ProjectList>
  /** `days`: the number of last days, oldest first; days without entries are left out. */
  quota(repositoryId: number, days: number, now: Date): Promise<Quota>
}
