import { parseCommand } from '#src/domain/commands/parse-command.ts'
import { commentText } from '#src/domain/agent/comment-text.ts'
import { PICTURE_BYTES, pictureUrlsIn, PICTURES_PER_TURN, replacePictures } from '#src/domain/agent/prompt-pictures.ts'
import type { PictureProblem } from '#src/domain/agent/prompt-pictures.ts'
import { mayCommand } from '#src/domain/commands/permissions.ts'
import { pictureType } from '#src/domain/agent/picture-type.ts'
import type { TurnPicture, TurnRecord } from '#src/domain/projects/records.ts'
import { renderedText } from '#src/domain/shared/rendered-text.ts'
import type { IssueText, IssueComment } from '#src/ports/code-host.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'

/** The ports that this file uses. */
type Ports = Pick<ActivityPorts, 'artifacts' | 'codeHost'>

/** The context of a turn: its prompt, the issue that it belongs to, and the pictures in both. */
export type TurnContext = {
  prompt: string
  /** `null` if its author has no permission to command: their text must not steer the agent. */
  issue: { title: string; body: string } | null
  /** Comments under the issue by people who may command, oldest first, without commands. */
  comments: { by: string; words: string }[]
  pictures: TurnPicture[]
  unused: PictureProblem[]
}

/** Maximum length of the issue, in characters. */
const ISSUE = { title: 300, body: 8_000 }
/** How many of the latest comments are requested, and how many of them are used. */
const COMMENTS = { asked: 30, read: 10 }

/**
 * Reads the issue and fetches the pictures; URLs in the texts become "(picture 1)". A picture that can't be fetched is reported in `unused`
 * and is not an error.
 */
export async function collectContext(ports: Ports, turn: TurnRecord, signal: AbortSignal): Promise<TurnContext> {
  const { project } = turn
  const found = await ports.codeHost.issue(project.repository, project.issue, COMMENTS.asked)
  const [issue, comments] = await Promise.all([trustedIssue(ports, turn, found), trustedComments(ports, turn, found?.comments ?? [])])
  const urls = pictureUrlsIn(`${turn.prompt}\n${issue?.body ?? ''}`)
  const fetched = await Promise.all(urls.slice(0, PICTURES_PER_TURN).map((url) => fetchPicture(ports, turn, url, signal)))
  const pictures = fetched.filter((each): each is TurnPicture => typeof each !== 'string')
  const wordsFor = (url: string): string => {
    const picture = fetched[urls.indexOf(url)]
    const number = picture === undefined || typeof picture === 'string' ? 0 : 1 + pictures.indexOf(picture)
    return number === 0 ? '(a picture that could not be used)' : `(picture ${number})`
  }
  return {
    prompt: replacePictures(turn.prompt, wordsFor),
    issue: issue === null ? null : { title: issue.title, body: replacePictures(issue.body, wordsFor) },
    comments,
    pictures,
    unused: [...fetched.filter((each) => typeof each === 'string'), ...urls.slice(PICTURES_PER_TURN).map((): PictureProblem => 'too-many')],
  }
}

async function trustedIssue(ports: Ports, { project, author, kind }: TurnRecord, issue: IssueText | null): Promise<TurnContext['issue']> {
  // A deleted account has no name.
  if (issue === null || issue.author === '') return null
  if (issue.author !== author.login && !mayCommand(await ports.codeHost.permissionOf(project.repository, issue.author))) return null
  // If the issue itself is the command, its body is already the prompt.
  const body = kind === 'issue' ? '' : renderedText(issue.body).slice(0, ISSUE.body).toWellFormed()
  return { title: renderedText(issue.title).slice(0, ISSUE.title).toWellFormed(), body }
}

async function trustedComments(
  ports: Ports,
  { project, author }: TurnRecord,
  found: readonly IssueComment[],
): Promise<TurnContext['comments']> {
  const said = found.filter(({ author: by, body }) => by !== '' && parseCommand(body) === null)
  const people = [...new Set(said.map(({ author: by }) => by))]
  const may = await Promise.all(
    people.map(async (login) => login === author.login || mayCommand(await ports.codeHost.permissionOf(project.repository, login))),
  )
  return said
    .filter(({ author: by }) => may[people.indexOf(by)] === true)
    .map(({ author: by, body }) => ({ by, words: commentText(body) }))
    .filter(({ words }) => words !== '')
    .slice(-COMMENTS.read)
}

async function fetchPicture(
  ports: Ports,
  { project }: TurnRecord,
  url: string,
  signal: AbortSignal,
): Promise<TurnPicture | PictureProblem> {
  const attachment = await ports.codeHost.attachment(project.repository, url, PICTURE_BYTES, signal)
  if (!attachment.ok) return attachment.problem
  const mediaType = pictureType(attachment.bytes)
  return mediaType === null ? 'no-picture' : { key: await ports.artifacts.put(attachment.bytes), mediaType }
}
