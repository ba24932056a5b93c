import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import type { ProjectCard, ProjectList, ProjectQuery, Quota, RepositoryReader } from '#src/ports/repository-reader.ts'

const SHOP: RepositoryRef = { installationId: 1, repositoryId: 9, owner: 'acme', name: 'shop' }

/** The projects of one repository, in memory. */
export class FakeRepositories implements RepositoryReader {
  cards: ProjectCard[] = []
  readonly queries: ProjectQuery[] = []
  days: Quota['days'] = []
  isDown = false

  async find({ owner, name }: { owner: string; name: string }): Promise<RepositoryRef | null> {
    if (this.isDown) throw new Failure('database-busy', 'The database is unreachable')
    return owner.toLowerCase() === SHOP.owner && name.toLowerCase() === SHOP.name ? SHOP : null
  }

  async projects(_repositoryId: number, query: ProjectQuery): Promise<ProjectList> {
    this.queries.push(query)
    return { cards: this.cards, total: this.cards.length, pages: 3 }
  }

  async quota(): Promise<Quota> {
    const nextRefillAt = new Date('2026-12-01T00:00:00Z')
    return { balance: 62, topUp: 12, monthlyAllowance: 100, nextRefillAt, days: this.days }
  }
}

export function cardOf(changes: Partial<ProjectCard> = {}): ProjectCard {
  return {
    id: '0190a000-0000-7000-8000-000000000001',
    name: 'Pricing Card',
    issue: 3,
    pullRequest: 12,
    state: 'open',
    runningTurn: null,
    version: 2,
    picture: '768',
    credits: 15,
    author: 'maya',
    updatedAt: new Date('2026-11-24T10:00:00Z'),
    ...changes,
  }
}
