import type { KeyObject } from 'node:crypto'
import type { Permissions } from './store/row-types.ts'
import type { Store } from './store/store.ts'
import type { RepositoryLocks } from './repository-locks.ts'
import type { UserAuthorisation } from './user-authorisation.ts'
import type { WebhookQueue } from './webhook-queue.ts'

/** What every part of the local GitHub works on. */
export type Hub = {
  store: Store
  /** Holds one bare repository per id. */
  repositoriesFolder: string
  /** Holds what people uploaded into their texts, by its random name. */
  attachmentsFolder: string
  /** `http://host:port`, without a slash at the end. */
  url: string
  app: { id: number; slug: string; permissions: Permissions; publicKey: KeyObject; createdAt: string }
  /** Tokens of people to their logins. */
  people: ReadonlyMap<string, string>
  authorisation: UserAuthorisation
  /** Signs links to archives; new at each start, so links don't outlive it. */
  linkSecret: string
  locks: RepositoryLocks
  webhooks: WebhookQueue
}
