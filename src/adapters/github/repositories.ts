import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import type { Permission } from '#src/domain/commands/permissions.ts'
import type { CodeHost } from '#src/ports/code-host.ts'
import { callGitHub, callGitHubOrNull, hasStatus } from './github-failure.ts'
import type { Clients } from './octokit.ts'

type Repositories = Pick<CodeHost, 'permissionOf' | 'defaultBranch' | 'isPublic' | 'branchHead' | 'ensureBranch' | 'readFile' | 'listFiles'>

const PERMISSIONS: readonly Permission[] = ['admin', 'write', 'read', 'none']
const FILE_BYTES = 1024 * 1024
const LISTED_FILES = 50_000

/** Reads a repository's content, its permissions and its branches. */
export function createRepositories(clients: Clients): Repositories {
  const at = ({ owner, name }: RepositoryRef) => ({ owner, repo: name })
  const branchHead: Repositories['branchHead'] = async (repository, branch) => {
    const found = await callGitHubOrNull(() =>
      clients.forRepository(repository, 'read').rest.git.getRef({ ...at(repository), ref: `heads/${branch}` }),
    )
    return found?.data.object.sha ?? null
  }
  return {
    branchHead,
    async permissionOf(repository, login) {
      const found = await callGitHubOrNull(() =>
        clients.forRepository(repository, 'read').rest.repos.getCollaboratorPermissionLevel({ ...at(repository), username: login }),
      )
      // GitHub reports a maintainer's permission as 'write'. A custom role of an organization has the permission of the role that it is
      // based on.
      if (found?.data.permission === 'write' && found.data.role_name === 'maintain') return 'maintain'
      return PERMISSIONS.find((permission) => permission === found?.data.permission) ?? 'none'
    },
    defaultBranch: (repository) =>
      callGitHub(async () => {
        const { rest } = clients.forRepository(repository, 'read')
        const { data } = await rest.repos.get(at(repository))
        const branch = await rest.git.getRef({ ...at(repository), ref: `heads/${data.default_branch}` })
        return { name: data.default_branch, sha: branch.data.object.sha }
      }),
    isPublic: (repository) =>
      callGitHub(async () => !(await clients.forRepository(repository, 'read').rest.repos.get(at(repository))).data.private),
    ensureBranch: (repository, branch, sha) =>
      callGitHub(async () => {
        try {
          await clients.forRepository(repository, 'write').rest.git.createRef({ ...at(repository), ref: `refs/heads/${branch}`, sha })
        } catch (error) {
          if (!hasStatus(error, 422) || (await branchHead(repository, branch)) === null) throw error
        }
      }),
    async readFile(repository, path, ref) {
      const place = { ...at(repository), path, ...(ref === undefined ? {} : { ref }) }
      const found = await callGitHubOrNull(() => clients.forRepository(repository, 'read').rest.repos.getContent(place))
      const data = found?.data
      if (data === undefined || Array.isArray(data) || data.type !== 'file' || data.size > FILE_BYTES) return null
      return Buffer.from(data.content, 'base64').toString('utf8')
    },
    listFiles: (repository, sha) =>
      callGitHub(async () => {
        const { data } = await clients
          .forRepository(repository, 'read')
          .rest.git.getTree({ ...at(repository), tree_sha: sha, recursive: 'true' })
        // Symbolic links and submodules are not files.
        return data.tree.flatMap(({ path, mode }) => (mode.startsWith('100') ? [path] : [])).slice(0, LISTED_FILES)
      }),
  }
}
