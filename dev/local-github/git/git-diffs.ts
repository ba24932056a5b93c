import { gitText } from './run-git.ts'

export type FileDiff = {
  path: string
  previousPath: string | null
  status: 'added' | 'removed' | 'modified' | 'renamed'
  /** The blob of the new file, or of the old one if the file was removed. */
  blobSha: string
  additions: number
  deletions: number
  /** The hunks; `null` if the file is binary or its diff too long, as on GitHub. */
  patch: string | null
}

const MAX_PATCH_CHARACTERS = 400_000
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'
const DIFF = ['diff', '--no-color', '--no-ext-diff', '--no-textconv', '--find-renames', '--full-index']

/** `from` is `null` for a commit without a parent. */
export async function diffText(repository: string, from: string | null, to: string): Promise<string> {
  return gitText(repository, [...DIFF, '--patch', from ?? EMPTY_TREE, to, '--'])
}

export async function diffFiles(repository: string, from: string | null, to: string): Promise<FileDiff[]> {
  const range = [from ?? EMPTY_TREE, to, '--']
  const [summary, text] = await Promise.all([
    gitText(repository, [...DIFF, '--raw', '--numstat', '-z', ...range]),
    diffText(repository, from, to),
  ])
  const { changes, counts } = parseSummary(summary.split('\0'))
  const sections = text.split(/^(?=diff --git )/m).filter((section) => section !== '')
  let at = 0
  return changes.map((change, index) => {
    // A file that became a link (or a link that became a file) has two sections: one removed, one added.
    const mine = sections.slice(at, at + (change.kind === 'T' ? 2 : 1))
    at += mine.length
    const hunks = mine.map((section) => /^@@ [^]*/m.exec(section)?.[0].replace(/\n$/, '') ?? '').filter((hunk) => hunk !== '')
    const patch = hunks.join('\n')
    const { additions, deletions } = counts[index] ?? { additions: 0, deletions: 0 }
    const { kind: _, ...file } = change
    return { ...file, additions, deletions, patch: patch === '' || patch.length > MAX_PATCH_CHARACTERS ? null : patch }
  })
}

type Change = Pick<FileDiff, 'path' | 'previousPath' | 'status' | 'blobSha'> & { kind: string }

/** Git prints the raw lines first and then the counts, in the same order. */
function parseSummary(fields: string[]): { changes: Change[]; counts: { additions: number; deletions: number }[] } {
  const changes: Change[] = []
  const counts: { additions: number; deletions: number }[] = []
  for (let at = 0; at < fields.length;) {
    const field = fields[at] ?? ''
    if (field.startsWith(':')) {
      const [, , oldSha = '', newSha = '', status = ''] = field.split(' ')
      const kind = status.slice(0, 1)
      const first = fields[at + 1] ?? ''
      if (kind === 'R') changes.push({ path: fields[at + 2] ?? '', previousPath: first, status: 'renamed', blobSha: newSha, kind })
      else changes.push({ path: first, previousPath: null, status: statusOf(kind), blobSha: kind === 'D' ? oldSha : newSha, kind })
      at += kind === 'R' ? 3 : 2
    } else if (field !== '') {
      const [added = '', removed = '', name = ''] = field.split('\t')
      counts.push({ additions: added === '-' ? 0 : Number(added), deletions: removed === '-' ? 0 : Number(removed) })
      at += name === '' ? 3 : 1
    } else {
      at += 1
    }
  }
  return { changes, counts }
}

function statusOf(kind: string): FileDiff['status'] {
  if (kind === 'A') return 'added'
  return kind === 'D' ? 'removed' : 'modified'
}
