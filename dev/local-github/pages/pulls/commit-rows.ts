import { html } from 'hono/html'
import type { Commit } from '../../git/git-commits.ts'
import { userByEmail } from '../../payloads/commit-payload.ts'
import { checkMark } from './checks-view.ts'
import type { Html } from '../html.ts'
import type { Scene } from '../page-context.ts'
import { withReferences } from '../issues/references.ts'
import { avatar, personLink } from '../issues/comment-view.ts'
import { time } from '../time.ts'

/** The author of a commit: the account of the email address, or else the name. */
export function commitAuthor(scene: Scene, { author }: Commit): Html {
  const user = userByEmail(scene.hub, author.email)
  return user === undefined ? html`${author.name}` : html`${avatar(user.id, 20)} ${personLink(scene, user.id)}`
}

/** One commit in a line: title, author and the outcome of its checks. */
export function commitLine(scene: Scene, commit: Commit): Html {
  const page = `/${scene.repository.fullName}/commit/${commit.sha}`
  const [title = ''] = commit.message.split('\n')
  return html`<div class="commit-line" id="commit-${commit.sha}">
    <div>
      <p>${withReferences(title, scene.references)}</p>
      <p class="muted">${commitAuthor(scene, commit)} ${time(commit.committer.date)}</p>
    </div>
    ${checkMark(scene, commit.sha, `${page}#checks`)}
    <a class="sha" href="${page}"><span class="sr">The commit </span>${commit.sha.slice(0, 7)}</a>
  </div>`
}

export function commitRows(scene: Scene, commits: readonly Commit[]): Html {
  return html`<ol class="rows">
    ${commits.map((commit) => html`<li>${commitLine(scene, commit)}</li>`)}
  </ol>`
}
