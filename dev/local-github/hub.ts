import type { KeyObject } from 'node:crypto'
import type { Permissions } from './store/row-types.ts'
import type { Store } from './store/store.ts'
import type { RepositoryLocks } from './repository-locks.ts'
import type { UserAuthorisation } from './user-authorisation.ts'
import type { WebhookQueue } from './webhook-queue.ts'

/** What all parts of the local GitHub share. */
export type Hub = {
  store: Store
  /** One bare repository per id. */
  repositoriesFolder: string
  /** Files that people attached to their texts, each named by a random id. */
  attachmentsFolder: string
  /** `http://host:port` without a trailing slash. */
  url: string
  app: { id: number; slug: string; permissions: Permissions; publicKey: KeyObject; createdAt: string }
  /** Maps people's tokens to their logins. */
  people: ReadonlyMap<string, string>
  authorisation: UserAuthorisation
  /** Signs links to archives. New at each start, so links are valid until the process ends. */
  linkSecret: string
  locks: RepositoryLocks
  webhooks: WebhookQueue
}
