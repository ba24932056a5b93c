import { turnTrailer } from './ids.ts'
import { withPicturesNamed } from './mentioned-pictures.ts'
import type { Operation } from './records.ts'
import { visibleText } from './visible-text.ts'

type Author = { id: number; login: string }

/** The commit's message: who asked is its co-author, and the trailer makes it findable. */
export function commitMessage(commit: { name: string; prompt: string; operation: Operation; key: string; author: Author }): {
  headline: string
  body: string
} {
  // Mentions, references and addresses in a message notify people and close issues.
  const wish = visibleText(withPicturesNamed(commit.prompt))
    .replace(/[@#]/g, '')
    .replace(/\bGH-(?=\d)|:\/\//gi, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const headline =
    commit.operation === 'generate' ? `Add ${commit.name}` : wish === '' ? `Refine ${commit.name}` : `${commit.name}: ${wish}`
  return { headline: headline.length > 72 ? `${headline.slice(0, 71).toWellFormed()}…` : headline, body: trailers(commit) }
}

/** Of a merge commit, as one text. */
export function mergeMessage(merge: { branch: string; baseBranch: string; key: string; author: Author }): string {
  return `Merge ${merge.baseBranch} into ${merge.branch}\n\n${trailers(merge)}`
}

function trailers({ key, author }: { key: string; author: Author }): string {
  const login = author.login.replace(/[^A-Za-z0-9-]/g, '')
  return [turnTrailer(key), `Co-authored-by: ${login} <${author.id}+${login}@users.noreply.github.com>`].join('\n')
}
