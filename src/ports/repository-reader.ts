import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import type { ProjectState } from '#src/domain/projects/project-state.ts'
import type { RepositoryName } from './ledger.ts'

/** Which of a repository's conversations are wanted. `text`: in the name, or in what was asked. `page`: from 1. */
export type ProjectQuery = { text: string; state: ProjectState | null; page: number }

export type ProjectCard = {
  id: string
  name: string
  issue: number
  pullRequest: number | null
  state: ProjectState
  /** Of the turn that runs. */
  runningTurn: number | null
  /** The newest published version, and the name of a picture of it. */
  version: number | null
  picture: string | null
  /** Credits that it cost so far. */
  credits: number
  author: string
  updatedAt: Date
}

export type ProjectList = { cards: ProjectCard[]; total: number; pages: number }

/** What one day did to the credits: what was taken (less what was given back), what came in, and what was left. */
export type QuotaDay = { day: string; spent: number; added: number; balance: number }

export type Quota = { balance: number; topUp: number; monthlyAllowance: number; nextRefillAt: Date; days: QuotaDay[] }

/** What the page of a repository shows. */
export interface RepositoryReader {
  /** `null` where no repository of that name has used Ollio, in whatever case its name is written. */
  find(name: RepositoryName): Promise<RepositoryRef | null>
  projects(repositoryId: number, query: ProjectQuery): Promise<ProjectList>
  /** `days`: so many of the last, oldest first; those on which nothing happened are left out. */
  quota(repositoryId: number, days: number, now: Date): Promise<Quota>
}
