import { runGit } from './run-git.ts'

/** The tree of `ours` with `theirs` merged into it; `null` if they conflict. Moves no branch. */
export async function mergeTrees(repository: string, ours: string, theirs: string): Promise<string | null> {
  const args = ['merge-tree', '--write-tree', '--no-messages', ours, theirs]
  const { code, stdout } = await runGit(repository, args, { okCodes: [0, 1] })
  return code === 0 ? stdout.toString('utf8').trim() : null
}
