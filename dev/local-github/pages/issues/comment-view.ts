import { html } from 'hono/html'
import { listReactions } from '../../services/reaction-service.ts'
import type { ReactionSubject } from '../../payloads/reactions-payload.ts'
import { roleOf } from '../../store/repository-rows.ts'
import { REACTIONS } from '../../store/row-types.ts'
import { userById } from '../../store/user-rows.ts'
import { emojiImage } from './emoji.ts'
import { NOTHING, type Html } from '../html.ts'
import { renderMarkdown } from './render-markdown.ts'
import type { Scene } from '../page-context.ts'
import { profileLink } from './references.ts'
import { personRoleOf } from './issue-state.ts'
import { time } from '../time.ts'

const SIGNS: Record<(typeof REACTIONS)[number], string> = {
  '+1': '👍',
  '-1': '👎',
  laugh: '😄',
  confused: '😕',
  heart: '❤️',
  hooray: '🎉',
  rocket: '🚀',
  eyes: '👀',
}

/** A person's name with a link to their profile. */
export function personLink({ hub }: Pick<Scene, 'hub'>, userId: number): Html {
  const user = userById(hub.store, userId)
  return html`<a class="person" href="${profileLink(user)}">${user.login}</a>`
}

export function avatar(userId: number, size = 24): Html {
  return html`<img class="avatar" src="/avatars/${userId}" alt="" width="${size}" height="${size}" />`
}

export type CommentCard = {
  id: string
  userId: number
  /** The verb, such as 'commented'. */
  what: string
  at: string
  /** `null` if it was never edited. */
  editedAt: string | null
  body: Html
  below?: Html
}

/** One comment, review or description with its author. */
export function commentCard(scene: Scene, { id, userId, what, at, editedAt, body, below }: CommentCard): Html {
  const { hub, repository } = scene
  const user = userById(hub.store, userId)
  const role = user.type === 'Bot' ? 'bot' : personRoleOf(roleOf(hub, repository, userId))
  const edited =
    editedAt === null
      ? ''
      : html`<span class="edited">· <span class="sr">it was </span>edited <span class="when">${time(editedAt)}</span></span>`
  return html`<article class="comment" id="${id}" data-news="${user.login} ${what}">
    ${avatar(userId, 36)}
    <div class="box">
      <header>
        ${personLink(scene, userId)} <span class="chip">${role}</span>
        <span class="muted">${what} <a class="quiet" href="#${id}">${time(at)}</a> ${edited}</span>
      </header>
      ${body}${below ?? ''}
    </div>
  </article>`
}

export function markdownText({ references }: Scene, text: string | null): Html {
  const empty = text === null || text.trim() === ''
  return html`<div class="markdown">
    ${empty ? html`<p class="muted">No description provided.</p>` : renderMarkdown(text, { references })}
  </div>`
}

export function reactions({ hub }: Scene, subject: ReactionSubject, id: number): Html {
  const all = listReactions(hub, { subject, id })
  if (all.length === 0) return NOTHING
  const items = REACTIONS.flatMap((content) => {
    const by = all.filter((one) => one.content === content).map((one) => userById(hub.store, one.user_id).login)
    const sentence = `${by.join(', ')} reacted with ${content}`
    return by.length === 0
      ? []
      : [
          html`<li title="${sentence}">
            ${emojiImage(SIGNS[content])} <span aria-hidden="true">${by.length}</span><span class="sr">${sentence}</span>
          </li>`,
        ]
  })
  return html`<ul class="reactions" aria-label="Reactions">
    ${items}
  </ul>`
}

/** One line between the comments for an event, such as a commit. */
export function timelineEvent(id: string, sign: Html, content: Html, news: string): Html {
  return html`<div class="event" id="${id}" data-news="${news}">
    ${sign}
    <p>${content}</p>
  </div>`
}
