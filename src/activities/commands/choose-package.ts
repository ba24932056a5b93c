import type { Reply } from '#src/domain/messages/reply.ts'
import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import { pathIn } from '#src/domain/shared/join-path.ts'
import { packageFolders } from '#src/domain/packages/lockfiles.ts'
import { isPackageFolder, packageManifest, pnpmWorkspaces, usesReact, workspaceFolders } from '#src/domain/packages/package-manifest.ts'
import { workspacePath } from '#src/domain/shared/workspace-path.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'

/** `asked`: from the command. `kept`: from the project that continues. `configured`: from `.github/ollio.yml`. */
export type PackageCandidates = { asked: string | undefined; kept: string | null; configured: string | null }

export type PackageChoice = { ok: true; folder: string } | { ok: false; answer: Reply }

/** Maximum number of packages of a workspace that are read. */
const PACKAGES = 60

/** Chooses the package that a turn works in: from the command, the project or the configuration; otherwise the only package with React, otherwise the root. Without a workspace, any folder with a package.json is a package. */
export async function choosePackage(
  ports: Pick<ActivityPorts, 'codeHost' | 'yamlReader'>,
  repository: RepositoryRef,
  sha: string,
  { asked, kept, configured }: PackageCandidates,
): Promise<PackageChoice> {
  const read = (path: string) => ports.codeHost.readFile(repository, path, sha)
  const isReact = async (folder: string) => usesReact(packageManifest((await read(pathIn(folder, 'package.json'))) ?? undefined))

  const named = asked === undefined ? (kept ?? configured) : workspacePath(asked)
  if (named !== null || asked !== undefined) {
    if (named !== null && isPackageFolder(named) && (await isReact(named))) return { ok: true, folder: named }
    return { ok: false, answer: named === '' ? { about: 'unsupported' } : { about: 'no-such-package', folder: asked ?? named ?? '' } }
  }

  const [rootText, pnpmText] = await Promise.all([read('package.json'), read('pnpm-workspace.yaml')])
  const root = packageManifest(rootText ?? undefined)
  const pnpm = pnpmText === null ? null : ports.yamlReader.read(pnpmText)
  const workspaces = [...root.workspaces, ...(pnpm?.ok === true ? pnpmWorkspaces(pnpm.value) : [])]
  const isByItself = workspaces.length === 0
  if (isByItself && usesReact(root)) return { ok: true, folder: '' }
  const paths = await ports.codeHost.listFiles(repository, sha)
  const folders = isByItself ? packageFolders(paths) : workspaceFolders(paths, workspaces)
  const candidates = await Promise.all(folders.slice(0, PACKAGES).map(async (folder) => ({ folder, isReact: await isReact(folder) })))
  const packages = candidates.flatMap((one) => (one.isReact ? [one.folder] : []))
  const [only] = packages
  if (packages.length > 1) return { ok: false, answer: { about: 'several-packages', packages: packages.slice(0, 30) } }
  if (only !== undefined) return { ok: true, folder: only }
  return usesReact(root) ? { ok: true, folder: '' } : { ok: false, answer: { about: 'unsupported' } }
}
