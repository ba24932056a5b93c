import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import path from 'node:path'
import { GitError, gitText, runGit } from './run-git.ts'

export type TreeEntry = { mode: string; type: 'blob' | 'tree' | 'commit'; sha: string; size: number | null; path: string }
/** A change of one path in a new tree: the object's SHA, or `null` to remove the path. */
export type TreeChange = { path: string; mode: string; sha: string | null }

/** The entries of a folder in a commit or tree. `recursive` lists all levels, including the folders themselves. */
export async function listTree(repository: string, treeish: string, folder = '', recursive = false): Promise<TreeEntry[]> {
  const flags = recursive ? ['-r', '-t'] : []
  const where = folder === '' ? treeish : `${treeish}:${folder}`
  const { code, stdout } = await runGit(repository, ['ls-tree', '-z', '-l', ...flags, where], { okCodes: [0, 128] })
  if (code !== 0) return []
  return stdout
    .toString('utf8')
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => parseEntry(line, folder))
}

function parseEntry(line: string, folder: string): TreeEntry {
  const tab = line.indexOf('\t')
  const [mode = '', type = '', sha = '', size = '-'] = line.slice(0, tab).split(/ +/)
  const name = line.slice(tab + 1)
  return {
    mode,
    type: type === 'tree' || type === 'commit' ? type : 'blob',
    sha,
    size: size === '-' ? null : Number(size),
    path: folder === '' ? name : `${folder}/${name}`,
  }
}

/** The entry at a path of a commit; `null` if there is none or if the path is not possible in a commit. */
export async function findEntry(repository: string, commit: string, filePath: string): Promise<TreeEntry | null> {
  const args = ['--literal-pathspecs', 'ls-tree', '-z', '-l', commit, '--', filePath]
  const { stdout } = await runGit(repository, args, { okCodes: [0, 128] })
  const line = stdout.toString('utf8').split('\0')[0] ?? ''
  return line === '' ? null : parseEntry(line, '')
}

export async function readBlob(repository: string, sha: string, maxBytes?: number): Promise<Buffer> {
  return (await runGit(repository, ['cat-file', 'blob', sha], maxBytes === undefined ? {} : { maxBytes })).stdout
}

export async function writeBlob(repository: string, bytes: Uint8Array | string): Promise<string> {
  return (await gitText(repository, ['hash-object', '-w', '--stdin'], { input: bytes })).trim()
}

const UNSAFE_PATH = /(?:^|\/)(?:\.{0,2}|\.git)(?:\/|$)/i

/** Writes a tree from another tree (or none) and changes to it, in an index of its own. */
export async function writeTree(repository: string, base: string | null, changes: readonly TreeChange[]): Promise<string> {
  // Git silently skips such paths, and the tree would be incomplete.
  const unsafe = changes.find((change) => UNSAFE_PATH.test(change.path))
  if (unsafe !== undefined) throw new GitError(`The tree has an unsafe path: ${unsafe.path}`)
  const index = path.join(repository, `index-${randomUUID()}`)
  const env = { GIT_INDEX_FILE: index }
  try {
    await runGit(repository, base === null ? ['read-tree', '--empty'] : ['read-tree', base], { env })
    const lines = changes.map(({ path: file, mode, sha }) =>
      sha === null ? `0 ${'0'.repeat(40)}\t${file}\0` : `${mode} ${sha}\t${file}\0`,
    )
    await runGit(repository, ['update-index', '-z', '--index-info'], { env, input: lines.join('') })
    return (await gitText(repository, ['write-tree'], { env })).trim()
  } finally {
    await rm(index, { force: true })
  }
}
