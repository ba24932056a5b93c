import type { ApplicationFunction } from 'probot'
import { z } from 'zod'
import { parseCommand } from '#src/domain/commands.ts'
import type { Command } from '#src/domain/commands.ts'
import { personSchema } from '#src/domain/command-message.ts'
import type { CommandKind, CommandMessage, Person } from '#src/domain/command-message.ts'
import { projectOfBranch } from '#src/domain/ids.ts'
import type { Log } from '#src/ports/log.ts'
import type { Sessions } from '#src/ports/sessions.ts'

/** GitHub gives up after ten seconds; a start takes milliseconds, or Temporal is out of reach. */
const START_MS = 6_000

const person = personSchema.extend({ type: z.string() })
const common = z.object({
  installation: z.object({ id: z.number() }),
  repository: z.object({ id: z.number(), name: z.string(), owner: z.object({ login: z.string() }) }),
  sender: person,
})
const text = z.string().nullable()
const issueComment = common.extend({
  issue: z.object({ number: z.number(), pull_request: z.object({}).optional() }),
  comment: z.object({ id: z.number(), body: text, created_at: z.string(), user: person.nullable() }),
})
const issue = common.extend({
  issue: z.object({ id: z.number(), number: z.number(), body: text, created_at: z.string(), user: person.nullable() }),
})
const review = common.extend({
  pull_request: z.object({ number: z.number() }),
  review: z.object({ id: z.number(), body: text, submitted_at: z.string().nullable(), user: person.nullable() }),
})
const reviewComment = common.extend({
  pull_request: z.object({ number: z.number() }),
  comment: z.object({ id: z.number(), body: text, created_at: z.string(), user: person.nullable() }),
})
const closedPullRequest = common.extend({
  pull_request: z.object({ head: z.object({ ref: z.string() }), user: person.nullable() }),
})

type Written = {
  kind: CommandKind
  id: number
  number: number
  onPullRequest: boolean
  body: string | null
  writtenAt: string
  author: z.infer<typeof person> | null
}

/** What a webhook does: parse, decide who it is for, hand it to its workflow, return. No database and no call to GitHub. */
export function webhookApp({ sessions, log }: { sessions: Sessions; log: Log }): ApplicationFunction {
  const receive = async (payload: z.infer<typeof common>, written: Written): Promise<void> => {
    const { author, body } = written
    // Bots never command; neither does text that somebody else wrote than who sent it.
    if (author === null || body === null || author.type !== 'User' || payload.sender.id !== author.id) return
    const command = parseCommand(body)
    if (command === null) return
    const message = toMessage(payload, written, author, command)
    const outcome = await withinMs(sessions.startCommand(message), START_MS)
    log.info({ kind: written.kind, id: written.id, command: command.name, outcome }, 'A command was received')
  }
  return (probot) => {
    probot.on('issue_comment.created', async ({ payload }) => {
      const parsed = issueComment.parse(payload)
      const { comment } = parsed
      await receive(parsed, {
        kind: 'comment',
        id: comment.id,
        number: parsed.issue.number,
        onPullRequest: parsed.issue.pull_request !== undefined,
        body: comment.body,
        writtenAt: comment.created_at,
        author: comment.user,
      })
    })
    probot.on('issues.opened', async ({ payload }) => {
      const parsed = issue.parse(payload)
      const { id, number, body, created_at: writtenAt, user: author } = parsed.issue
      await receive(parsed, { kind: 'issue', id, number, onPullRequest: false, body, writtenAt, author })
    })
    probot.on('pull_request_review.submitted', async ({ payload }) => {
      const parsed = review.parse(payload)
      const { id, body, submitted_at, user: author } = parsed.review
      const writtenAt = submitted_at ?? new Date().toISOString()
      await receive(parsed, { kind: 'review', id, number: parsed.pull_request.number, onPullRequest: true, body, writtenAt, author })
    })
    probot.on('pull_request_review_comment.created', async ({ payload }) => {
      const parsed = reviewComment.parse(payload)
      const { id, body, created_at: writtenAt, user: author } = parsed.comment
      await receive(parsed, {
        kind: 'review-comment',
        id,
        number: parsed.pull_request.number,
        onPullRequest: true,
        body,
        writtenAt,
        author,
      })
    })
    probot.on('pull_request.closed', async ({ payload }) => {
      const { pull_request: pull, repository } = closedPullRequest.parse(payload)
      const project = pull.user?.type === 'Bot' ? projectOfBranch(repository.id, pull.head.ref) : null
      if (project !== null) await withinMs(sessions.pullRequestClosed(project), START_MS)
    })
  }
}

function toMessage(
  { installation, repository }: z.infer<typeof common>,
  written: Written,
  author: Person,
  command: Command,
): CommandMessage {
  const { kind, id, number, onPullRequest, writtenAt } = written
  return {
    kind,
    id,
    repository: { installationId: installation.id, repositoryId: repository.id, owner: repository.owner.login, name: repository.name },
    number,
    onPullRequest,
    author: { id: author.id, login: author.login },
    writtenAt,
    command,
  }
}

/** A promise that takes too long is a failure, which GitHub then lists as one. */
async function withinMs<T>(promise: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Temporal did not answer within ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
