import { html } from 'hono/html'
import { z } from 'zod'
import type { Hub } from '../../hub.ts'
import { pullOf } from '../../payloads/issue-payload.ts'
import type { Repository } from '../../store/repository-rows.ts'
import { issueRow, type UserRow } from '../../store/row-types.ts'
import { userByLogin } from '../../store/user-rows.ts'
import type { Html } from '../html.ts'

const shaRow = z.object({ sha: z.string() })

export type Reference = { href: string; title: string }
/** Resolves `#2`, `@login` and commit SHAs in one repository; `null` if there is no such thing. */
export type References = {
  issue(number: number): Reference | null
  person(login: string): Reference | null
  /** Finds only commits that this GitHub made itself, by a full or abbreviated SHA. */
  commit(sha: string): Reference | null
}

/** `#2`, `@login` or a SHA, but not inside a word, a path or a URL. */
const CANDIDATE = /(?<![\w&;/#@.=-])(?:#(\d{1,9})|@([a-z\d](?:-?[a-z\d]){0,38}(?:\[bot\])?)|([\da-f]{7,40}))(?![\w-])/gi

export function profileLink(user: UserRow): string {
  return user.type === 'Bot' ? `/apps/${user.login.replace(/\[bot\]$/, '')}` : `/${encodeURIComponent(user.login)}`
}

export function conversationLink(hub: Hub, repository: Repository, issue: { id: number; number: number }): string {
  return `/${repository.fullName}/${pullOf(hub, issue.id) === undefined ? 'issues' : 'pull'}/${issue.number}`
}

export function referencesOf(hub: Hub, repository: Repository): References {
  return {
    issue(number) {
      const issue = hub.store.get(issueRow, 'SELECT * FROM issues WHERE repository_id = ? AND number = ?', repository.row.id, number)
      return issue === undefined ? null : { href: conversationLink(hub, repository, issue), title: issue.title }
    },
    person(login) {
      const user = userByLogin(hub.store, login)
      return user === undefined ? null : { href: profileLink(user), title: '' }
    },
    commit(sha) {
      const sql = 'SELECT sha FROM verified_commits WHERE repository_id = ? AND sha LIKE ? LIMIT 1'
      const found = hub.store.get(shaRow, sql, repository.row.id, `${sha}%`)
      return found === undefined ? null : { href: `/${repository.fullName}/commit/${found.sha}`, title: '' }
    },
  }
}

/** Splits a text at its references. `found` is `null` for the parts in between. */
export function* referencesIn(text: string, references: References): Generator<{ text: string; found: Reference | null }> {
  let end = 0
  for (const match of text.matchAll(CANDIDATE)) {
    const [shown, number, login, sha = ''] = match
    const named = login === undefined ? references.commit(sha) : references.person(login)
    const found = number === undefined ? named : references.issue(Number(number))
    if (found === null) continue
    yield { text: text.slice(end, match.index), found: null }
    yield { text: shown, found }
    end = match.index + shown.length
  }
  yield { text: text.slice(end), found: null }
}

/** A plain text, such as a commit's title, with links for its references. */
export function withReferences(text: string, references: References): Html {
  const pieces = [...referencesIn(text, references)].map(({ text: shown, found }) =>
    found === null ? shown : html`<a href="${found.href}" title="${found.title}">${shown}</a>`,
  )
  return html`${pieces}`
}
