import { z } from 'zod'

const flag = z.number().transform((value) => value !== 0)
const text = z.string().nullable()
const id = z.number().int()

const ROLES = ['admin', 'write', 'read'] as const
export type Role = (typeof ROLES)[number]
export const permissionsSchema = z.record(z.string(), z.enum(['read', 'write']))
export type Permissions = z.infer<typeof permissionsSchema>

const json = <T>(schema: z.ZodType<T>) => z.string().transform((value) => schema.parse(JSON.parse(value)))

export const userRow = z.object({ id, login: z.string(), type: z.enum(['User', 'Organization', 'Bot']), created_at: z.string() })
export type UserRow = z.infer<typeof userRow>

export const installationRow = z.object({ id, account_id: id.nullable(), created_at: z.string() })
export type InstallationRow = z.infer<typeof installationRow>

export const installationTokenRow = z.object({
  installation_id: id,
  repository_ids: json(z.array(id)).nullable(),
  permissions: json(permissionsSchema),
  expires_at: z.string(),
})

export const repositoryRow = z.object({
  id,
  owner_id: id,
  name: z.string(),
  description: text,
  private: flag,
  default_branch: z.string(),
  next_number: id,
  created_at: z.string(),
  updated_at: z.string(),
  pushed_at: z.string(),
})
export type RepositoryRow = z.infer<typeof repositoryRow>

export const collaboratorRow = z.object({ user_id: id, role: z.enum(ROLES) })

export const issueRow = z.object({
  id,
  repository_id: id,
  number: id,
  title: z.string(),
  body: text,
  state: z.enum(['open', 'closed']),
  state_reason: z.enum(['completed', 'not_planned', 'duplicate', 'reopened']).nullable(),
  user_id: id,
  via_app: flag,
  created_at: z.string(),
  updated_at: z.string(),
  closed_at: text,
  closed_by_id: id.nullable(),
})
export type IssueRow = z.infer<typeof issueRow>

export const pullRow = z.object({
  id,
  issue_id: id,
  base_ref: z.string(),
  base_sha: z.string(),
  head_ref: z.string(),
  head_sha: z.string(),
  draft: flag,
  merged_at: text,
  merged_by_id: id.nullable(),
  merge_commit_sha: text,
})
export type PullRow = z.infer<typeof pullRow>

export const commentRow = z.object({
  id,
  issue_id: id,
  user_id: id,
  via_app: flag,
  body: z.string(),
  created_at: z.string(),
  updated_at: z.string(),
  /** Separate from `updated_at`, so that an edit in the second of the creation counts too. */
  edited_at: z.string().nullable(),
})
export type CommentRow = z.infer<typeof commentRow>

const REVIEW_STATES = ['APPROVED', 'CHANGES_REQUESTED', 'COMMENTED'] as const
export const reviewRow = z.object({
  id,
  issue_id: id,
  user_id: id,
  body: z.string(),
  state: z.enum(REVIEW_STATES),
  commit_id: z.string(),
  submitted_at: z.string(),
})
export type ReviewRow = z.infer<typeof reviewRow>

const side = z.enum(['LEFT', 'RIGHT'])
export const reviewCommentRow = z.object({
  id,
  issue_id: id,
  review_id: id,
  user_id: id,
  body: z.string(),
  path: z.string(),
  line: id,
  side,
  start_line: id.nullable(),
  start_side: side.nullable(),
  position: id,
  diff_hunk: z.string(),
  commit_id: z.string(),
  in_reply_to_id: id.nullable(),
  created_at: z.string(),
  updated_at: z.string(),
})
export type ReviewCommentRow = z.infer<typeof reviewCommentRow>

export const REACTIONS = ['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes'] as const
export const reactionRow = z.object({ id, user_id: id, content: z.enum(REACTIONS), created_at: z.string() })
export type ReactionRow = z.infer<typeof reactionRow>

export const checkSuiteRow = z.object({ id, repository_id: id, head_sha: z.string(), created_at: z.string() })

export const CHECK_STATUSES = ['queued', 'in_progress', 'completed'] as const
export const CONCLUSIONS = ['success', 'failure', 'neutral', 'cancelled', 'timed_out', 'action_required', 'skipped'] as const
export const checkRunRow = z.object({
  id,
  suite_id: id,
  repository_id: id,
  head_sha: z.string(),
  name: z.string(),
  external_id: z.string(),
  status: z.enum(CHECK_STATUSES),
  conclusion: z.enum(CONCLUSIONS).nullable(),
  details_url: text,
  title: text,
  summary: text,
  text,
  started_at: z.string(),
  completed_at: text,
})
export type CheckRunRow = z.infer<typeof checkRunRow>

export const ANNOTATION_LEVELS = ['notice', 'warning', 'failure'] as const
export const annotationRow = z.object({
  path: z.string(),
  start_line: z.number(),
  end_line: z.number(),
  annotation_level: z.enum(ANNOTATION_LEVELS),
  message: z.string(),
  title: text,
})
export type AnnotationRow = z.infer<typeof annotationRow>
export const checkImageRow = z.object({ alt: z.string(), image_url: z.string() })
export type CheckImageRow = z.infer<typeof checkImageRow>

const headers = json(z.record(z.string(), z.string()))
export const deliveryRow = z.object({
  id,
  guid: z.string(),
  event: z.string(),
  action: text,
  installation_id: id,
  repository_id: id,
  redelivery: flag,
  delivered_at: z.string(),
  url: z.string(),
  payload: z.string(),
  request_headers: headers,
  status: z.string(),
  status_code: id,
  duration_s: z.number(),
  response_headers: headers,
  response_body: z.string(),
})
export type DeliveryRow = z.infer<typeof deliveryRow>

export const countRow = z.object({ count: id })

export const verifiedRow = z.object({ verified_at: z.string() })
