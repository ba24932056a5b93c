import type { AbsentFiles } from '#src/ports/commit-trees.ts'
import { DamagedRepository } from './git-failure.ts'
import { runGit, type Environment, type GitRun } from './git-process.ts'

/** A pointer has three short lines. Source: the specification of Git LFS, https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md */
const POINTER_BYTES = { least: 100, most: 200 }
const POINTER = 'version https://git-lfs.github.com/spec/v1\n'
/** How many small files are looked into. */
const CANDIDATES = 2_000
const NAMED = 100
const SUBMODULE = '160000'

/** What a commit's tree names and does not contain. */
export async function absentFiles(sha: string, run: GitRun, environment: Environment): Promise<AbsentFiles> {
  const listed = await runGit(['ls-tree', '-r', '-l', '-z', '--full-tree', sha], run, environment)
  if (listed.code !== 0) throw new DamagedRepository(listed.stderr)
  const entries = listed.stdout.toString().split('\0').flatMap(parseEntry)
  const submodules = entries.flatMap(({ mode, path }) => (mode === SUBMODULE ? [path] : []))
  const small = entries.filter(({ sizeBytes }) => sizeBytes >= POINTER_BYTES.least && sizeBytes <= POINTER_BYTES.most).slice(0, CANDIDATES)
  return { submodules: submodules.slice(0, NAMED), pointers: (await pointersAmong(small, run, environment)).slice(0, NAMED) }
}

type Entry = { mode: string; hash: string; sizeBytes: number; path: string }

/** `<mode> <type> <hash> <size>\t<path>` */
function parseEntry(line: string): Entry[] {
  const tab = line.indexOf('\t')
  if (tab === -1) return []
  const [mode = '', , hash = '', size = ''] = line.slice(0, tab).split(/ +/)
  return [{ mode, hash, sizeBytes: Number(size), path: line.slice(tab + 1) }]
}

async function pointersAmong(entries: readonly Entry[], run: GitRun, environment: Environment): Promise<string[]> {
  if (entries.length === 0) return []
  const input = `${entries.map(({ hash }) => hash).join('\n')}\n`
  const { code, stdout, stderr } = await runGit(['cat-file', '--batch'], { ...run, input }, environment)
  if (code !== 0) throw new DamagedRepository(stderr)
  const found: string[] = []
  let at = 0
  // Each answer is `<hash> blob <size>\n<content>\n`, in the order of the questions.
  for (const { path, sizeBytes } of entries) {
    const start = stdout.indexOf('\n', at) + 1
    if (start === 0) break
    if (stdout.subarray(start, start + POINTER.length).toString('latin1') === POINTER) found.push(path)
    at = start + sizeBytes + 1
  }
  return found
}
