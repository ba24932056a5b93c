import { conventionalSubject } from './conventional-commits.ts'
import { slugOf, turnTrailer } from '../projects/ids.ts'
import { markPictures } from '../agent/prompt-pictures.ts'
import type { Operation } from '../projects/records.ts'
import { visibleText } from '../shared/visible-text.ts'

type Author = { id: number; login: string }

type Commit = {
  name: string
  prompt: string
  operation: Operation
  /** It mends what the repository's checks found. */
  mends: boolean
  key: string
  author: Author
}

/** The commit's message: who asked is its co-author, and the trailer makes it findable. `conventional`: as the repository's history is. */
export function commitMessage(commit: Commit, conventional = false): { headline: string; body: string } {
  // Mentions, references and addresses in a message notify people and close issues.
  const wish = visibleText(markPictures(commit.prompt))
    .replace(/[@#]/g, '')
    .replace(/\bGH-(?=\d)|:\/\//gi, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const headline = conventional ? conventionalHeadline(commit, wish) : plainHeadline(commit, wish)
  return { headline: headline.length > 72 ? `${headline.slice(0, 71).toWellFormed()}…` : headline, body: trailers(commit) }
}

function plainHeadline({ name, operation }: Commit, wish: string): string {
  if (operation === 'generate') return `Add ${name}`
  return wish === '' ? `Refine ${name}` : `${name}: ${wish}`
}

function conventionalHeadline({ name, operation, mends }: Commit, wish: string): string {
  if (operation === 'generate') return `feat: add ${name}`
  const type = operation === 'restore' ? 'revert' : mends ? 'fix' : 'feat'
  return `${type}(${slugOf(name)}): ${wish === '' ? 'refine it' : conventionalSubject(wish)}`
}

/** Of a merge commit, as one text. */
export function mergeMessage(merge: { branch: string; baseBranch: string; key: string; author: Author }): string {
  return `Merge ${merge.baseBranch} into ${merge.branch}\n\n${trailers(merge)}`
}

function trailers({ key, author }: { key: string; author: Author }): string {
  const login = author.login.replace(/[^A-Za-z0-9-]/g, '')
  return [turnTrailer(key), `Co-authored-by: ${login} <${author.id}+${login}@users.noreply.github.com>`].join('\n')
}
