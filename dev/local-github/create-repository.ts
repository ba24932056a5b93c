import { existsSync } from 'node:fs'
import { runGit } from './git/run-git.ts'
import { createCommit } from './git/git-commits.ts'
import { writeBlob, writeTree } from './git/git-objects.ts'
import { listRefs, swapRef, ZERO_SHA } from './git/revisions.ts'
import type { Hub } from './hub.ts'
import { now } from './current-time.ts'
import { gitHubSignature, signatureOf } from './services/git-author.ts'
import { findRepository, repositoryById, type Repository } from './store/repository-rows.ts'
import { installationRow, type Role } from './store/row-types.ts'
import { ensureUser } from './store/user-rows.ts'

export type NewRepository = {
  owner: string
  name: string
  /** The files of the first commit, by path. */
  files: Record<string, Uint8Array | string>
  description?: string
  collaborators: Record<string, Role>
  private?: boolean
}

const DEFAULT_BRANCH = 'main'

/** Git never collects garbage here, like GitHub: the commits of closed pull requests stay. */
const SETTINGS = [
  ['gc.auto', '0'],
  ['receive.autogc', 'false'],
  ['transfer.fsckObjects', 'true'],
  ['receive.hideRefs', 'refs/pull'],
  ['uploadpack.allowReachableSHA1InWant', 'true'],
  ['uploadpack.allowFilter', 'true'],
]

/** Creates a repository and installs the app for its owner. Idempotent. */
export async function createRepository(hub: Hub, request: NewRepository): Promise<{ id: number }> {
  const id = findRepository(hub, request.owner, request.name)?.row.id ?? insertRepository(hub, request)
  const repository = repositoryById(hub, id)
  // Checks git instead of the row, so that an interrupted creation is completed.
  if (!existsSync(repository.gitPath) || (await listRefs(repository.gitPath)).size === 0) await fill(repository, request.files)
  return { id }
}

async function fill(repository: Repository, files: NewRepository['files']): Promise<void> {
  const { gitPath } = repository
  await runGit(gitPath, ['init', '--quiet', '--bare', `--initial-branch=${DEFAULT_BRANCH}`, '--template=', gitPath])
  for (const [name = '', value = ''] of SETTINGS) await runGit(gitPath, ['config', name, value])
  const changes = []
  for (const [path, content] of Object.entries(files)) {
    changes.push({ path, mode: '100644', sha: await writeBlob(gitPath, content) })
  }
  const tree = await writeTree(gitPath, null, changes)
  const signatures = { author: signatureOf(repository.owner), committer: gitHubSignature() }
  const commit = await createCommit(gitPath, { tree, parents: [], message: 'Initial commit', ...signatures })
  await swapRef(gitPath, `refs/heads/${DEFAULT_BRANCH}`, commit, ZERO_SHA)
}

function insertRepository(hub: Hub, request: NewRepository): number {
  const { store } = hub
  return store.transaction(() => {
    const isPerson = [...hub.people.values()].includes(request.owner)
    const owner = ensureUser(store, request.owner, isPerson ? 'User' : 'Organization')
    install(hub, owner.id)
    const at = now()
    const repositoryId = store.insert('repositories', {
      owner_id: owner.id,
      name: request.name,
      description: request.description ?? null,
      private: request.private ?? false,
      default_branch: DEFAULT_BRANCH,
      created_at: at,
      updated_at: at,
      pushed_at: at,
    })
    for (const [login, role] of Object.entries(request.collaborators)) {
      store.insert('collaborators', { repository_id: repositoryId, user_id: ensureUser(store, login, 'User').id, role })
    }
    return repositoryId
  })
}

/** The first owner takes the installation that was created at the start, so that its id is known from the beginning. */
function install({ store }: Hub, accountId: number): void {
  if (store.get(installationRow, 'SELECT * FROM installations WHERE account_id = ?', accountId) !== undefined) return
  const free = store.get(installationRow, 'SELECT * FROM installations WHERE account_id IS NULL')
  if (free === undefined) store.insert('installations', { account_id: accountId, created_at: now() })
  else store.update('installations', free.id, { account_id: accountId })
}
