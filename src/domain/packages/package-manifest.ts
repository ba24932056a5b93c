import { z } from 'zod'
import { parseJsonc } from '../shared/jsonc.ts'
import { wholeMatcher } from '../shared/path-patterns.ts'
import { folderOf } from '../shared/join-path.ts'

/** The dependency sections of a package.json. */
export const DEPENDENCY_SECTIONS = ['dependencies', 'devDependencies', 'peerDependencies'] as const

const versions = z.record(z.string(), z.unknown()).optional().catch(undefined)
const patterns = z.array(z.string())
const manifestSchema = z.object({
  dependencies: versions,
  devDependencies: versions,
  peerDependencies: versions,
  workspaces: z
    .union([patterns, z.object({ packages: patterns }).transform(({ packages }) => packages)])
    .optional()
    .catch(undefined),
})
const pnpmSchema = z.object({ packages: patterns })

/** Package folders appear in comments, in the prompt and in shell commands, so folders with other characters are not supported. */
export function isPackageFolder(folder: string): boolean {
  return folder.length <= 200 && /^[\p{L}\p{N}._@+/-]*$/u.test(folder)
}

export type PackageManifest = {
  /** Package name to version as written; invalid values are dropped. */
  declared: Record<string, unknown>
  workspaces: string[]
}

export function packageManifest(text: string | undefined): PackageManifest {
  const { peerDependencies, devDependencies, dependencies, workspaces } = manifestSchema.safeParse(parseJsonc(text)).data ?? {}
  return { declared: { ...peerDependencies, ...devDependencies, ...dependencies }, workspaces: workspaces ?? [] }
}

/** The name in a package.json; `null` without one. */
export function packageName(text: string): string | null {
  const { name } = z.object({ name: z.string() }).safeParse(parseJsonc(text)).data ?? {}
  return name ?? null
}

export function usesReact({ declared }: PackageManifest): boolean {
  return Object.hasOwn(declared, 'react') || Object.hasOwn(declared, 'next')
}

/** The patterns of a parsed pnpm-workspace.yaml. */
export function pnpmWorkspaces(value: unknown): string[] {
  return pnpmSchema.safeParse(value).data?.packages ?? []
}

/** The folders of a workspace's packages, sorted; patterns that start with `!` exclude folders. */
export function workspaceFolders(paths: readonly string[], workspaces: readonly string[]): string[] {
  const isWanted = wholeMatcher(workspaces.filter((pattern) => !pattern.startsWith('!')).slice(0, 50))
  const isUnwanted = wholeMatcher(workspaces.flatMap((pattern) => (pattern.startsWith('!') ? [pattern.slice(1)] : [])).slice(0, 50))
  return paths
    .filter((path) => path.endsWith('/package.json') && !/(?:^|\/)node_modules\//.test(path))
    .map(folderOf)
    .filter(isPackageFolder)
    .filter((folder) => isWanted(folder) && !isUnwanted(folder))
    .toSorted()
}
