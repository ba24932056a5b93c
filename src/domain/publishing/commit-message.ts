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
  /** The turn fixes failing checks of the repository. */
  isRepair: boolean
  key: string
  author: Author
}

/**
 * The commit's message: the author of the command is its co-author, and a retry finds the commit by the trailer. `conventional`: use the
 * Conventional Commits format.
 */
export function commitMessage(commit: Commit, conventional = false): { headline: string; body: string } {
  // Mentions, references and URLs in a commit message notify people and close issues.
  const prompt = visibleText(markPictures(commit.prompt))
    .replace(/[@#]/g, '')
    .replace(/\bGH-(?=\d)|:\/\//gi, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const headline = conventional ? conventionalHeadline(commit, prompt) : plainHeadline(commit, prompt)
  return { headline: headline.length > 72 ? `${headline.slice(0, 71).toWellFormed()}…` : headline, body: trailers(commit) }
}

function plainHeadline({ name, operation }: Commit, prompt: string): string {
  if (operation === 'generate') return `Add ${name}`
  return prompt === '' ? `Refine ${name}` : `${name}: ${prompt}`
}

function conventionalHeadline({ name, operation, isRepair }: Commit, prompt: string): string {
  if (operation === 'generate') return `feat: add ${name}`
  const type = operation === 'restore' ? 'revert' : isRepair ? 'fix' : 'feat'
  return `${type}(${slugOf(name)}): ${prompt === '' ? 'refine it' : conventionalSubject(prompt)}`
}

/** The whole message of a merge commit. */
export function mergeMessage(merge: { branch: string; baseBranch: string; key: string; author: Author }): string {
  return `Merge ${merge.baseBranch} into ${merge.branch}\n\n${trailers(merge)}`
}

function trailers({ key, author }: { key: string; author: Author }): string {
  const login = author.login.replace(/[^A-Za-z0-9-]/g, '')
  return [turnTrailer(key), `Co-authored-by: ${login} <${author.id}+${login}@users.noreply.github.com>`].join('\n')
}
