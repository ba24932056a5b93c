import type { ApplicationFunction } from 'probot'
import { z } from 'zod'
import { parseCommand } from '#src/domain/commands/parse-command.ts'
import type { ParsedCommand } from '#src/domain/commands/parse-command.ts'
import type { CommandKind, Command, Person } from '#src/domain/commands/command-message.ts'
import { idOfDelivery, projectOfBranch } from '#src/domain/projects/ids.ts'
import type { ProjectAddress } from '#src/domain/projects/ids.ts'
import { lineNote } from '#src/domain/commands/line-notes.ts'
import type { LineComment } from '#src/domain/commands/line-notes.ts'
import type { Log } from '#src/ports/log.ts'
import type { Workflows } from '#src/ports/workflows.ts'
import { handleGitHubEvents } from './github-event-handlers.ts'
import { common, moment, person, whole, withinMs } from './webhook-payloads.ts'

/** GitHub's timeout is ten seconds. A start takes milliseconds unless Temporal is unreachable. */
const START_MS = 6_000

const text = z.string().nullable()
const comment = z.object({ id: whole, body: text, created_at: moment, user: person.nullable() })
const pullRequest = z.object({ number: whole })
const issueComment = common.extend({ issue: z.object({ number: whole, pull_request: z.object({}).optional() }), comment })
const issue = common.extend({ issue: comment.extend({ number: whole }) })
const review = common.extend({
  pull_request: pullRequest,
  review: z.object({ id: whole, body: text, submitted_at: moment.nullable(), user: person.nullable() }),
})
const lines = z.number().int().positive().nullish()
const reviewComment = common.extend({
  pull_request: pullRequest,
  comment: comment.extend({
    path: z.string(),
    diff_hunk: z.string(),
    line: lines,
    original_line: lines,
    start_line: lines,
    original_start_line: lines,
    pull_request_review_id: whole.nullish(),
  }),
})
const rerun = common.extend({
  check_run: z.object({ app: z.object({ id: whole }).nullable(), pull_requests: z.array(pullRequest) }),
})
const ownPullRequest = common.extend({
  pull_request: z.object({
    number: whole,
    merged: z.boolean(),
    head: z.object({ ref: z.string(), repo: z.object({ id: whole }).nullable() }),
    user: person.nullable(),
  }),
})

type Written = {
  kind: CommandKind
  id: number
  number: number
  onPullRequest: boolean
  body: string | null
  writtenAt: string
  author: z.infer<typeof person> | null
  line?: Command['line']
}

/** The workflow calls that webhooks need. */
export type WebhookWorkflows = Pick<Workflows, 'startCommand' | 'startGitHubEvent' | 'pullRequestClosed' | 'pullRequestReopened'>

/** Webhook handlers parse, decide the recipient, hand over to its workflow and return. They use no database and make no GitHub calls. */
export function webhookApp({
  workflows,
  log,
  appId,
  startMs = START_MS,
}: {
  workflows: WebhookWorkflows
  log: Log
  /** Our app id. Our own check runs are ignored. */
  appId: number
  startMs?: number
}): ApplicationFunction {
  const receive = async (payload: z.infer<typeof common>, written: Written): Promise<void> => {
    const { author, body } = written
    // Bots cannot command, and neither can a sender who is not the author of the text.
    if (author === null || body === null || author.type !== 'User' || payload.sender.id !== author.id) return
    const command = parseCommand(body)
    if (command === null) return
    const message = toMessage(payload, written, author, command)
    const outcome = await withinMs(workflows.startCommand(message), startMs)
    log.info({ kind: written.kind, id: written.id, command: command.name, outcome }, 'Command received')
  }
  return (probot) => {
    probot.on('issue_comment.created', async ({ payload }) => {
      const parsed = issueComment.parse(payload)
      const { id, body, created_at: writtenAt, user: author } = parsed.comment
      const { number, pull_request: pull } = parsed.issue
      await receive(parsed, { kind: 'comment', id, number, onPullRequest: pull !== undefined, body, writtenAt, author })
    })
    probot.on('issues.opened', async ({ payload }) => {
      const parsed = issue.parse(payload)
      const { id, number, body, created_at: writtenAt, user: author } = parsed.issue
      await receive(parsed, { kind: 'issue', id, number, onPullRequest: false, body, writtenAt, author })
    })
    probot.on('pull_request_review.submitted', async ({ payload }) => {
      const parsed = review.parse(payload)
      const { id, body, submitted_at: submittedAt, user: author } = parsed.review
      const writtenAt = submittedAt ?? new Date().toISOString()
      await receive(parsed, {
        kind: 'review',
        id,
        number: parsed.pull_request.number,
        onPullRequest: true,
        body,
        writtenAt,
        author,
      })
    })
    probot.on('pull_request_review_comment.created', async ({ payload }) => {
      const parsed = reviewComment.parse(payload)
      const { id, body, created_at: writtenAt, user: author, path } = parsed.comment
      const { number } = parsed.pull_request
      const place = { path, ...linesOf(parsed.comment), diffHunk: parsed.comment.diff_hunk }
      const line = { note: lineNote(place, ''), reviewId: parsed.comment.pull_request_review_id ?? null }
      await receive(parsed, { kind: 'review-comment', id, number, onPullRequest: true, body, writtenAt, author, line })
    })
    probot.on('check_run.rerequested', async ({ id, payload }) => {
      const parsed = rerun.parse(payload)
      const [pull] = parsed.check_run.pull_requests
      if (pull === undefined || parsed.check_run.app?.id !== appId) return
      const written = { kind: 'rerun' as const, id: idOfDelivery(id), number: pull.number, onPullRequest: true }
      // Equivalent to a comment with this command. The event has no timestamp.
      await receive(parsed, { ...written, body: '/ollio retry', writtenAt: new Date().toISOString(), author: parsed.sender })
    })
    handleGitHubEvents(probot, { workflows, log, appId, startMs })
    probot.on('pull_request.closed', async ({ payload }) => {
      const pull = ownPullRequest.parse(payload)
      const project = projectOf(pull)
      const { merged, number } = pull.pull_request
      if (project !== null) await withinMs(workflows.pullRequestClosed(project, { merged, pullRequest: number }), startMs)
    })
    probot.on('pull_request.reopened', async ({ payload }) => {
      const project = projectOf(ownPullRequest.parse(payload))
      if (project !== null) await withinMs(workflows.pullRequestReopened(project), startMs)
    })
  }
}

/** The project of a pull request that we opened. A fork may use the same branch name. */
function projectOf({ pull_request: pull, repository }: z.infer<typeof ownPullRequest>): ProjectAddress | null {
  const isOurs = pull.user?.type === 'Bot' && pull.head.repo?.id === repository.id
  return isOurs ? projectOfBranch(repository.id, pull.head.ref) : null
}

function toMessage(
  { installation, repository }: z.infer<typeof common>,
  written: Written,
  author: Person,
  command: ParsedCommand,
): Command {
  const { kind, id, number, onPullRequest, writtenAt, line } = written
  return {
    kind,
    id,
    repository: { installationId: installation.id, repositoryId: repository.id, owner: repository.owner.login, name: repository.name },
    number,
    onPullRequest,
    author: { id: author.id, login: author.login },
    writtenAt,
    command,
    ...(line === undefined ? {} : { line }),
  }
}

function linesOf(written: z.infer<typeof reviewComment>['comment']): Omit<LineComment, 'path' | 'diffHunk'> {
  const { line, original_line: originalLine, start_line: startLine, original_start_line: originalStartLine } = written
  return { line, originalLine, startLine, originalStartLine }
}
